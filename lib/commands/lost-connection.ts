import { errorCode, log } from '#lib/shared/log.ts'

/**
 * The Postgres driver throws outside any promise when the server dies while a transaction is open: its roll-back finds no
 * socket. The transaction itself fails as it should, so exactly this is let pass; every other surprise ends the process,
 * and its keeper starts it again.
 */
export function surviveLostConnections(): void {
  process.on('uncaughtException', (error) => {
    const isDriversRollback = error instanceof TypeError && /reading 'write'/.test(error.message) && /postgres[\\/].*connection/.test(error.stack ?? '')
    log('error', isDriversRollback ? 'database-connection-lost' : 'uncaught', { error: errorCode(error) })
    if (!isDriversRollback) process.exit(1)
  })
}
