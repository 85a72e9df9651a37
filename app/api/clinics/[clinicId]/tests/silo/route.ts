import { liveTestRoute } from '../run-live-test.ts'

export const POST = liveTestRoute('silo')
