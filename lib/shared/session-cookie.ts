/** How the session cookie is kept: out of reach of scripts, not sent from other sites, and over HTTPS alone where there is one. */
export const sessionCookie = (appUrl: string) => ({ httpOnly: true, sameSite: 'lax', secure: appUrl.startsWith('https:'), path: '/' }) as const
