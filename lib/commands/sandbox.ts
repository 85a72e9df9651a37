// The provider sandbox as a part of the running product.
import { startSandbox } from '#lib/integrations/sandbox/server.ts'

process.once('message', (order: Parameters<typeof startSandbox>[0] & { webhookBase: string }) => {
  const { webhookBase, ...options } = order
  startSandbox({ ...options, appUrl: () => webhookBase }).then(
    (sandbox) => {
      const stop = () => void sandbox.close().then(() => process.exit(0))
      process.on('SIGTERM', stop)
      process.on('disconnect', stop)
      process.send?.({ type: 'ready', url: sandbox.url })
    },
    (error: unknown) => process.send?.({ type: 'failed', sentence: `The provider sandbox did not start: ${String(error)}` }, () => process.exit(1)),
  )
})
