'use client'

import { CircleCheck, CircleSlash, KeyRound, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { KeyDialog } from '#components/keys/key-dialog.tsx'
import { RevokeDialog } from '#components/keys/revoke-dialog.tsx'
import { keyFacts, SCOPE_WORDS, stateOf } from '#components/keys/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { useToast } from '#components/ui/toast.tsx'
import { SCOPES } from '#lib/shared/scopes.ts'
import type { ClinicKey } from '#lib/tenancy/types.ts'

type Props = { clinicId: string; keys: ClinicKey[]; /** An instant and its day, in the clinic's time. */ now: string; today: string }

/** The clinic's keys: which program may do what, when it last did, and the ways to make and revoke one. */
export function KeyList({ clinicId, keys, now, today }: Props) {
  const router = useRouter()
  const toast = useToast()
  const list = useRef<HTMLDivElement>(null)
  const [isNew, setNew] = useState(false)
  const [revoking, setRevoking] = useState<ClinicKey | null>(null)
  const live = keys.filter((key) => !key.revokedAt)
  const revoked = keys.filter((key) => key.revokedAt)

  function closeNew() {
    setNew(false)
    router.refresh()
  }

  function noteRevoked() {
    toast('Revoked', { description: `“${revoking!.label}” opens nothing any more.` })
    setRevoking(null)
    router.refresh()
    // The button that was pressed goes with its key.
    list.current?.focus()
  }

  const itemOf = (key: ClinicKey) => <KeyItem key={key.id} clinicKey={key} now={now} today={today} onRevoke={() => setRevoking(key)} />
  return (
    <Card title="API keys" aside={<NewButton onPress={() => setNew(true)} />}>
      <div ref={list} tabIndex={-1} className="outline-none">
        {live.length === 0 ? (
          <EmptyState icon={KeyRound} title="No program has a key">
            Make one for your website or another system, so that it can see free times or book.
          </EmptyState>
        ) : (
          <ul>{live.map(itemOf)}</ul>
        )}
        {revoked.length > 0 ? (
          <details className="border-t border-line">
            <summary className="w-fit px-4 py-2.5 text-accent underline underline-offset-2">Revoked ({revoked.length})</summary>
            <ul>{revoked.map(itemOf)}</ul>
          </details>
        ) : null}
      </div>
      {isNew ? <KeyDialog clinicId={clinicId} onClose={closeNew} /> : null}
      {revoking ? (
        <RevokeDialog clinicId={clinicId} clinicKey={revoking} used={keyFacts(revoking, today)[0]!} onRevoked={noteRevoked} onClose={() => setRevoking(null)} />
      ) : null}
    </Card>
  )
}

function NewButton({ onPress }: { onPress: () => void }) {
  return (
    <Button tone="quiet" aria-haspopup="dialog" className="-mr-2" onClick={onPress}>
      <Plus aria-hidden />
      New
      <span className="sr-only"> key</span>
    </Button>
  )
}

type ItemProps = { clinicKey: ClinicKey; now: string; today: string; onRevoke: () => void }

function KeyItem({ clinicKey, now, today, onRevoke }: ItemProps) {
  const { words, tone, isLive } = stateOf(clinicKey, now)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium break-words">{clinicKey.label}</span>
          <StatusPill tone={tone} icon={isLive ? CircleCheck : CircleSlash}>
            {words}
          </StatusPill>
        </p>
        <p className="text-sm">May {SCOPES.filter((scope) => clinicKey.scopes.includes(scope)).map((scope) => SCOPE_WORDS[scope].short).join(', ')}</p>
        <p className="text-sm text-ink-soft">{keyFacts(clinicKey, today).join(', ')}</p>
      </div>
      {clinicKey.revokedAt ? null : (
        <Button aria-haspopup="dialog" onClick={onRevoke}>
          Revoke
          <span className="sr-only"> {clinicKey.label}</span>
        </Button>
      )}
    </li>
  )
}
