'use client'

import { Check, CircleAlert } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { startTransition, useOptimistic, useRef } from 'react'
import { setTaskDone } from '#components/leads/lead-api.ts'
import { taskWords } from '#components/leads/words.ts'
import { PersonName, PhoneNumber } from '#components/shell/person-name.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { useToast } from '#components/ui/toast.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { StaffTask } from '#lib/recovery/types.ts'

type Props = { tasks: StaffTask[]; clinicId: string; slug: string; today: string }

/** Whom a person should ring, possible emergencies first. Done takes an item off at once, and can be undone. */
export function RingList({ tasks, clinicId, slug, today }: Props) {
  const router = useRouter()
  const toast = useToast()
  const list = useRef<HTMLDivElement>(null)
  const [shown, show] = useOptimistic(tasks, afterChange)
  const open = shown.toSorted((a, b) => urgency(b) - urgency(a) || Date.parse(a.createdAt) - Date.parse(b.createdAt))

  function change(task: StaffTask, isDone: boolean) {
    startTransition(async () => {
      show({ task, isDone })
      const answer = await setTaskDone(clinicId, task.id, isDone)
      if (!answer.ok) return toast('That was not saved', { description: answer.sentence })
      if (isDone) toast('Taken off the list', { undo: () => change(task, false) })
      startTransition(() => router.refresh())
    })
  }

  function finish(task: StaffTask) {
    // The button that had the focus goes; the list is where it was.
    list.current?.focus()
    change(task, true)
  }

  return (
    <Card title="Who to ring" aside={<span className="text-sm text-ink-soft">{countWords(open)}</span>}>
      <div ref={list} tabIndex={-1} className="outline-none">
        {open.length === 0 ? <p className="px-4 py-4 text-ink-soft">Nobody is waiting for a call from you.</p> : null}
        <ul>
          {open.map((task) => (
            <li key={task.id} className="border-b border-line last:border-b-0">
              <Item task={task} slug={slug} today={today} onDone={() => finish(task)} />
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}

/** The list as it will be once the server has agreed. */
function afterChange(before: StaffTask[], { task, isDone }: { task: StaffTask; isDone: boolean }): StaffTask[] {
  const others = before.filter((one) => one.id !== task.id)
  return isDone ? others : [...others, task]
}

const urgency = (task: StaffTask): number => (task.kind === 'emergency' ? 1 : 0)

type ItemProps = { task: StaffTask; slug: string; today: string; onDone: () => void }

function Item({ task, slug, today, onDone }: ItemProps) {
  const { title, sentence } = taskWords(task)
  const isUrgent = urgency(task) > 0
  const link = linkOf(task, slug)
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0 grow basis-64">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">
            {task.contact?.name ? <PersonName name={task.contact.name} /> : 'A caller who gave no name'}
          </span>
          {task.isTest ? <StatusPill tone="neutral">Test</StatusPill> : null}
          <Reach task={task} />
        </p>
        <p className={isUrgent ? 'text-bad' : ''}>
          {isUrgent ? <CircleAlert aria-hidden className="mr-1 inline size-4 align-text-bottom" /> : null}
          <span className="font-medium">{title}.</span> {sentence}
        </p>
        <p className="text-sm text-ink-soft">
          {task.procedure ? `${task.procedure} · ` : ''}
          {formatDayNear(civilDay(task.createdAt), today)} at {formatTime(task.createdAt)}
          {link ? (
            <>
              {/* The dot stays with what it follows when the link goes to the next line. */}
              {'\u00a0· '}
              <Link href={link.href} className="inline-flex min-h-6 items-center text-accent underline underline-offset-2">
                {link.words}
              </Link>
            </>
          ) : null}
        </p>
      </div>
      <Button onClick={onDone}>
        <Check aria-hidden />
        Done
        {task.contact?.name ? (
          <span className="sr-only">
            : <PersonName name={task.contact.name} />
          </span>
        ) : null}
      </Button>
    </div>
  )
}

/** How many there are to ring; the tests among them apart, because behind those there is nobody. */
function countWords(tasks: StaffTask[]): string {
  const tests = tasks.filter((task) => task.isTest).length
  const real = tasks.length - tests
  const words = [...(real > 0 ? [`${real}`] : []), ...(tests > 0 ? [tests === 1 ? '1 test' : `${tests} tests`] : [])]
  return words.join(', and ')
}

/** A number to ring; of a test none, because its caller is invented. */
function Reach({ task }: { task: StaffTask }) {
  if (task.isTest) return <span className="text-ink-soft">An invented caller: nobody to ring</span>
  return task.contact?.phone ? <PhoneNumber phone={task.contact.phone} /> : <span className="text-ink-soft">No number</span>
}

/** Where the item comes from. */
function linkOf(task: StaffTask, slug: string): { href: string; words: string } | null {
  if (task.leadId) return { href: `/${slug}/leads/${task.leadId}`, words: 'See the lead' }
  if (task.callId) return { href: `/${slug}/calls/${task.callId}`, words: 'See the call' }
  return task.bookingId ? { href: `/${slug}/calendar`, words: 'See the calendar' } : null
}
