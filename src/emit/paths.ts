/** `.` and `infra/eks/` of a spec, and a file's name → its path with `/`, relative to the spec's folder. */
export function inDirectory(directory: string, name: string): string {
  const steps = directory.split('/').filter((step) => step !== '' && step !== '.');
  return [...steps, name].join('/');
}
