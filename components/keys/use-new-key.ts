'use client'

import { useState } from 'react'
import { makeKey } from '#components/keys/key-api.ts'
import type { Scope } from '#lib/shared/scopes.ts'

export type Draft = { label: string; scopes: Scope[]; days: number | null }
export type Problems = { label?: string; scopes?: string; other?: string }

const DAY_MS = 86_400_000

/** A key while it is made: its fields, what is wrong with them, and, once it is made, the secret. */
export function useNewKey(clinicId: string) {
  const [draft, setDraft] = useState<Draft>({ label: '', scopes: ['read'], days: null })
  const [problems, setProblems] = useState<Problems>({})
  const [secret, setSecret] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  /** Makes it; the field that is wrong, so that the form leads there. */
  async function make(): Promise<keyof Problems | null> {
    if (isBusy) return null
    const label = draft.label.trim()
    const wrong: Problems = {
      ...(label ? {} : { label: 'Give it a name, so that you know it again.' }),
      ...(draft.scopes.length > 0 ? {} : { scopes: 'Choose at least one thing that it may do.' }),
    }
    setProblems(wrong)
    if (wrong.label || wrong.scopes) return wrong.label ? 'label' : 'scopes'
    setBusy(true)
    const answer = await makeKey(clinicId, {
      label, scopes: draft.scopes, ...(draft.days === null ? {} : { expiresAt: new Date(Date.now() + draft.days * DAY_MS).toISOString() }),
    })
    setBusy(false)
    if (answer.ok) {
      setSecret(answer.data.secret)
      return null
    }
    const { label: badLabel, scopes: badScopes } = answer.fields
    setProblems(badLabel || badScopes ? { ...(badLabel ? { label: badLabel } : {}), ...(badScopes ? { scopes: badScopes } : {}) } : { other: answer.sentence })
    return badLabel ? 'label' : badScopes ? 'scopes' : 'other'
  }

  return {
    draft, problems, secret, isBusy, make,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    toggle: (scope: Scope) => setDraft((before) => ({
      ...before, scopes: before.scopes.includes(scope) ? before.scopes.filter((one) => one !== scope) : [...before.scopes, scope],
    })),
  }
}
