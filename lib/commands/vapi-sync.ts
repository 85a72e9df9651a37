// npm run vapi:sync: makes Vapi know each clinic's assistant, its tools, and where to send what happens.
import { greetingVersion } from '#lib/calls/greeting.ts'
import { useRuntime } from '#lib/commands/runtime.ts'
import { openAdmin } from '#lib/db/admin.ts'
import { assistantOf, serverOf } from '#lib/integrations/vapi/assistant.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { vapiSettings, withBrain } from '#lib/integrations/wiring.ts'
import { env } from '#lib/shared/env.ts'
import { hashOf, vapiSecretOf } from '#lib/tenancy/keys.ts'
import { readVoiceProfile } from '#lib/tenancy/voice.ts'

useRuntime()
const { CALLWAITING_SECRET, APP_URL } = env()
const sql = openAdmin({ max: 1 })
const vapi = createVapiClient(vapiSettings(env()))

type Known = { id: string; metadata?: Record<string, unknown>; number?: string; provider?: string }

try {
  const clinics = await sql<{ id: string; name: string; phone: string }[]>`select id, name, phone_number as phone from clinics
    where not app.is_synthetic(id) order by name`
  const assistants = (await vapi.listAssistants()) as unknown as Known[]
  const numbers = (await vapi.listPhoneNumbers()) as unknown as Known[]
  for (const clinic of clinics) {
    const secret = vapiSecretOf(CALLWAITING_SECRET, clinic.id)
    // The webhook must know the secret before Vapi uses it.
    await sql`insert into app.clinic_keys (hash, clinic_id, kind, label) values (${hashOf(secret)}, ${clinic.id}, 'vapi', 'Voice platform') on conflict (hash) do nothing`
    const target = { url: `${APP_URL}/api/vapi/webhook`, secret }
    const wanted = assistantOf(withBrain(await readVoiceProfile({ role: 'voice_agent', clinicId: clinic.id }, clinic.id), env()), target)
    const mine = assistants.filter((one) => one.metadata?.clinicId === clinic.id)
    // Vapi's own types mistype parts of these bodies (the back-off plan, for one); what is sent follows its API reference.
    const assistant = mine[0]
      ? ((await vapi.updateAssistant(mine[0].id, wanted as never)) as unknown as Known)
      : ((await vapi.createAssistant(wanted as never)) as unknown as Known)
    // From now on this is what the clinic's calls begin with, and what may be concluded from having heard it.
    await sql`update clinics set greeting_version = ${greetingVersion} where id = ${clinic.id}`
    const number = numbers.find((one) => one.number === clinic.phone)
    if (number) {
      // Texts to the number are ours: without smsEnabled false Vapi takes over its messaging webhook.
      await vapi.updatePhoneNumber(number.id, { provider: number.provider, assistantId: assistant.id, server: serverOf(target), smsEnabled: false } as never)
    }
    process.stdout.write(`  ✓ ${clinic.name}: assistant ${mine[0] ? 'updated' : 'created'}, ${number ? `number ${clinic.phone} points to it` : `number ${clinic.phone} is not in this Vapi account yet`}\n`)
  }
  await sql.end()
  process.exit(0)
} catch (error) {
  process.stderr.write(`Vapi could not be brought up to date: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}\n`)
  process.exit(1)
}
