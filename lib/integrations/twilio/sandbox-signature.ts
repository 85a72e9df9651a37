import { createHmac } from 'node:crypto'

/** The `X-Twilio-Signature` of a form POST, as https://www.twilio.com/docs/usage/security describes it. */
export function signForm(authToken: string, url: string, form: Record<string, string>): string {
  const text = Object.keys(form)
    .sort()
    .reduce((sum, name) => sum + name + form[name], url)
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64')
}
