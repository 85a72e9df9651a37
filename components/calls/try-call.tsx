'use client'

import { CircleAlert, Phone, PhoneMissed, Siren, Square, Users } from 'lucide-react'
import { Conversation } from '#components/calls/conversation.tsx'
import { useSimulation, type SimulationKind } from '#components/calls/use-simulation.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** Makes invented callers ring the clinic's own agent, and shows what happens. */
export function TryCall({ clinicId, slug }: { clinicId: string; slug: string }) {
  const { run, start, stop } = useSimulation(clinicId)
  const isRunning = run?.state === 'running'
  const problem = run?.simulation.problem ?? null
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-4">
        <Choice
          icon={Phone}
          title="One caller books"
          text="A caller asks for a time, gives a name, and is booked."
          action="Start the call"
          isRunning={isRunning}
          onStart={() => void start('booking')}
        />
        <Choice
          icon={Users}
          title="Two callers want the same slot"
          text="Both ask at the same moment. One must be confirmed, the other offered another time."
          action="Start both calls"
          isRunning={isRunning}
          onStart={() => void start('race')}
        />
        <Choice
          icon={PhoneMissed}
          title="A caller hangs up"
          text="A caller is offered times and is gone before choosing. Sarah texts, the caller replies, and is booked."
          action="Start and hang up"
          isRunning={isRunning}
          onStart={() => void start('hang-up')}
        />
        <Choice
          icon={Siren}
          title="A caller is unwell after treatment"
          text="A caller says something that cannot wait. They are sent to 999, and the people on call are told."
          action="Start the alert"
          isRunning={isRunning}
          onStart={() => void start('unwell')}
        />
      </div>
      <div role="status" className="flex min-h-9 items-center justify-between gap-3 empty:hidden">
        {run ? (
          <>
            <p className="text-ink-soft">{stateSentence(run.kind, run.state, problem !== null)}</p>
            {isRunning ? (
              <Button onClick={stop}>
                <Square aria-hidden /> Stop
              </Button>
            ) : null}
          </>
        ) : null}
      </div>
      <div role="alert" className="empty:hidden">
        {problem ? (
          <div className="flex items-start gap-3 rounded-lg bg-bad-soft px-4 py-3">
            <CircleAlert aria-hidden className="mt-px size-4.5 shrink-0 text-bad" />
            <p>
              <strong className="font-semibold">{problem.title}.</strong> {problem.detail}
            </p>
          </div>
        ) : null}
      </div>
      {run ? (
        <div className={`grid items-stretch gap-4 ${run.kind === 'race' ? 'md:grid-cols-2' : 'max-w-2xl'}`}>
          <Conversation
            title={run.kind === 'race' ? 'First caller' : 'The call'}
            line={run.simulation.lines[1]}
            slug={slug}
            isRunning={isRunning}
          />
          {run.kind === 'race' ? (
            <Conversation title="Second caller" line={run.simulation.lines[2]} slug={slug} isRunning={isRunning} />
          ) : null}
        </div>
      ) : (
        <Card>
          <EmptyState icon={Phone} title="Nobody is on the line">
            Start a call above. The conversation appears here as it happens, with everything the agent asks of the diary.
          </EmptyState>
        </Card>
      )}
    </div>
  )
}

const RUNNING: Record<SimulationKind, string> = {
  booking: 'The caller is on the line.',
  race: 'Both callers are on the line.',
  'hang-up': 'One caller, first by telephone, then by text.',
  unwell: 'The caller is on the line.',
}

function stateSentence(kind: SimulationKind, state: 'running' | 'ended' | 'stopped', hasProblem: boolean): string {
  if (state === 'running') return RUNNING[kind]
  if (state === 'stopped') return 'You stopped watching. What was booked until then is in the calendar.'
  if (hasProblem) return 'It did not come to its end.'
  if (kind === 'race') return 'Both calls are over. They are in the call log, marked as tests.'
  if (kind === 'unwell') return 'The call is over. Its alert stays on every page until somebody closes it.'
  if (kind === 'hang-up') return 'It is over. The call and its lead are marked as tests.'
  return 'The call is over. It is in the call log, marked as a test.'
}

type ChoiceProps = {
  icon: typeof Phone
  title: string
  text: string
  action: string
  isRunning: boolean
  onStart: () => void
}

function Choice({ icon: Icon, title, text, action, isRunning, onStart }: ChoiceProps) {
  return (
    <Card className="flex flex-col items-start gap-1 p-4">
      <Icon aria-hidden className="mb-1 size-5 text-accent" />
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="grow text-ink-soft">{text}</p>
      <Button tone="primary" className="mt-3" disabled={isRunning} onClick={onStart}>
        {action}
      </Button>
    </Card>
  )
}
