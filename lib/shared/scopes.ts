/** What a clinic's API key may do; a key has one of these or more. */
export const SCOPES = ['read', 'book', 'contacts', 'tests'] as const
export type Scope = (typeof SCOPES)[number]
