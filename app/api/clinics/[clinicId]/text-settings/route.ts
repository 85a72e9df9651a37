import { Refused } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { lintTemplate } from '#lib/recovery/lint.ts'
import { TextSettingsBody } from '#lib/recovery/requests.ts'
import { readTextSettings, saveTextSettings } from '#lib/recovery/settings.ts'
import { readClinic } from '#lib/tenancy/clinics.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId }) => json(await readTextSettings(actor, clinicId)))

export const PUT = clinicRoute({ body: TextSettingsBody }, async ({ actor, clinicId, body }) => {
  const clinic = await readClinic(actor, clinicId)
  const problems = body.template === null ? [] : lintTemplate(body.template, clinic!.name)
  if (problems.length > 0) throw new Refused('invalid_request', { detail: 'See errors.', errors: problems.map(({ message }) => ({ path: 'template', message })) })
  await saveTextSettings(actor, clinicId, body)
  return json(await readTextSettings(actor, clinicId))
})
