import { liveTestRoute } from '../live-test-route.ts'

export const POST = liveTestRoute('handoff')
