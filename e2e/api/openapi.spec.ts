import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ask } from '../support/http.ts'
import { expect, test } from '../support/test.ts'

const routes = resolve(import.meta.dirname, '..', '..', 'app', 'api')
const paths = (readdirSync(routes, { recursive: true }) as string[])
  // Not the one that answers for every path that is none.
  .filter((file) => file.endsWith('route.ts') && !file.startsWith('[[...'))
  .map((file) => `/api/${file.slice(0, -'/route.ts'.length).replaceAll('\\', '/').replaceAll(/\[(\w+)\]/g, '{$1}')}`)

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

test('health says that every part is up', async ({ runtime }) => {
  const health = await ask(`${runtime.appUrl}/api/health`)
  expect(health).toMatchObject({ status: 200, body: { status: 'ok' } })
  expect(new Set(Object.values(health.body.parts as object))).toEqual(new Set(['ok']))
  expect(health.headers.get('cache-control')).toContain('no-store')
})

test('the description is OpenAPI 3.1 and names every route that there is', async ({ runtime }) => {
  const { status, body } = await ask(`${runtime.appUrl}/api/openapi.json`)
  expect(status).toBe(200)
  expect(body.openapi).toMatch(/^3\.1\.\d+$/)
  expect(body.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
  expect(Object.keys(body.paths).sort()).toEqual(paths.toSorted())
  for (const [path, item] of Object.entries<Record<string, any>>(body.paths)) {
    const operations = Object.entries(item).filter(([name]) => methods.includes(name))
    expect(operations.length, path).toBeGreaterThan(0)
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    for (const [method, operation] of operations) {
      expect(Object.keys(operation.responses).length, `${method} ${path}`).toBeGreaterThan(0)
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one: { $ref?: string }) =>
        one.$ref ? one.$ref.split('/').slice(1).reduce((at: any, key: string) => at[key], body) : one)
      expect(parameters.filter((one) => one.in === 'path').map((one) => one.name).sort(), `${method} ${path}`).toEqual(named.toSorted())
      for (const response of Object.values<{ description?: string; $ref?: string }>(operation.responses)) expect(response.description ?? response.$ref).toBeTruthy()
    }
  }
})

test('every reference in the description leads somewhere', async ({ runtime }) => {
  const { body } = await ask(`${runtime.appUrl}/api/openapi.json`)
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!)
  for (const reference of references) expect(reference.split('/').reduce((at: any, key) => at?.[key], body), reference).toBeDefined()
})

test('what a route does not do is 405, what is no route is 404', async ({ runtime, larkspur }) => {
  const headers = { authorization: `Bearer ${larkspur.apiKey}` }
  expect((await ask(`${runtime.appUrl}/api/clinics/${larkspur.id}/availability`, { method: 'DELETE', headers })).status).toBe(405)
  for (const path of ['', '/nothing-here', `/clinics/${larkspur.id}/nothing/here`, '/vapi', '/%00', '/clinics']) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(`${runtime.appUrl}/api${path}`, { method, headers, ...(method === 'POST' ? { body: '{' } : {}) })
      expect([path, method, answer.status, answer.headers.get('content-type'), await answer.json()]).toMatchObject([path, method, 404, 'application/problem+json', { status: 404, code: 'not_found' }])
    }
  }
  const head = await fetch(`${runtime.appUrl}/api/nothing-here`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
})
