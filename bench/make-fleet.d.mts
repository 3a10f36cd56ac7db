export function makeFleet(folder: string, clusters: number, apps: number): string;
