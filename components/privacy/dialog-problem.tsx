import { CircleAlert } from 'lucide-react'

/** Why a dialog could not do it, above its actions; announced as soon as it appears. */
export function DialogProblem({ sentence }: { sentence: string | null | undefined }) {
  return (
    <div role="alert" className="px-5 empty:hidden">
      {sentence ? (
        <p className="flex items-start gap-1.5 pb-3 text-bad">
          <CircleAlert aria-hidden className="mt-px size-4.5 shrink-0" />
          {sentence}
        </p>
      ) : null}
    </div>
  )
}
