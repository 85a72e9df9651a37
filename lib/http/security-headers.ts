/** What a browser may do with anything of ours, whoever embeds it, and what it must not tell others. */
const always: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  // Addresses hold ids and, of booking pages, the link itself: they stay here.
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), payment=(), usb=(), bluetooth=(), serial=(), hid=(), midi=(), display-capture=(), browsing-topics=(), microphone=(self), clipboard-write=(self)',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'origin-agent-cluster': '?1',
  // Of an answer that is no page nothing runs, whatever a browser takes it for; pages bring their own.
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

/** The headers of every answer, page, API and file alike. Two years of HTTPS, once the product is reached by it. */
export const securityHeaders = (appUrl: string): Record<string, string> => ({
  ...always,
  ...(appUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
})

/**
 * What a page may load and run: our own files, and of what stands in the page only what carries this answer's nonce. Styles that the
 * server writes on an element place it (a calendar's blocks); they are the one thing that is allowed inline, and cannot run anything.
 */
export function contentSecurityPolicy(nonce: string, { isDev, isHttps }: { isDev: boolean; isHttps: boolean }): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    // While it is developed, styles are put into the page by scripts that know no nonce.
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
