import { BadgeCheck, CircleSlash2, ShieldQuestion } from 'lucide-react'
import { certificateWords } from '#components/audit/words.ts'
import { Card } from '#components/ui/card.tsx'
import type { Certificate } from '#lib/audit/certificate.ts'

/** The dated certificate of the deployment, or why there is none. */
export function CertificateCard({ certificate, clinicName }: { certificate: Certificate; clinicName: string }) {
  const { title, detail } = certificateWords(certificate)
  const isValid = certificate.state === 'valid'
  const Icon = isValid ? BadgeCheck : certificate.state === 'none' ? ShieldQuestion : CircleSlash2
  return (
    <Card className={isValid ? 'bg-ok-soft' : ''}>
      <div className="flex items-start gap-3 p-4">
        <Icon aria-hidden className={`mt-0.5 size-6 shrink-0 ${isValid ? 'text-ok' : 'text-ink-soft'}`} />
        <div className="min-w-0">
          <h2 className="text-lg">{title}</h2>
          <p className={isValid ? '' : 'text-ink-soft'}>{detail}</p>
          {certificate.state === 'none' ? null : (
            <p className="mt-1 text-sm wrap-anywhere">
              Asked for by {clinicName}; number <code>{certificate.auditId}</code>
            </p>
          )}
        </div>
      </div>
    </Card>
  )
}
