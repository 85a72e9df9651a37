/** Who answers a clinic's telephone; `lastStreamCallAt`, in the clinic's zone, shows whether calls reach our own line, as the number decides where they go first. */
export type ClinicLine = { path: 'vapi' | 'stream'; lastStreamCallAt: string | null; canTransfer: boolean }
