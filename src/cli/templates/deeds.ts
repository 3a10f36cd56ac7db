/** What `create-irsa templates` does. */
export const DEEDS = ['eject', 'check'] as const;
