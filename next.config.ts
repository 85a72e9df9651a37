import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  // Answers are small, and whoever stands in front with HTTPS compresses better.
  compress: false,
  // Large, server-only, and better left as they are than bundled.
  serverExternalPackages: ['googleapis', 'twilio', '@vapi-ai/server-sdk', 'postgres'],
}

export default config
