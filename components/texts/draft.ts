import { renderRecovery, shippedTemplate } from '#lib/recovery/template.ts'
import type { TextSettings } from '#lib/recovery/types.ts'

/** The settings while they are edited: the template is always spelled out. */
export type Draft = Omit<TextSettings, 'template'> & { text: string }

/** What the previews are filled with; `labels` are the clinic's public names of treatments, longest first. */
export type Sample = { clinicName: string; clinicPhone: string; labels: string[]; start: string }

/** A common name that is rather long. */
const SAMPLE_NAME = 'Josephine'

/** The settings as a form shows them. */
export function draftOf({ template, ...switches }: TextSettings): Draft {
  return { ...switches, text: template ?? shippedTemplate.kept }
}

/** The settings that a draft stands for: the shipped words are no template of the clinic's own, and follow when they improve. */
export function settingsOf({ text, ...switches }: Draft): TextSettings {
  return { ...switches, template: isShipped(text) ? null : text.trim() }
}

/** Whether these are the shipped words. */
export function isShipped(text: string): boolean {
  return text.trim() === shippedTemplate.kept
}

/** Whether two drafts would be kept as the same settings. */
export function isSame(a: Draft, b: Draft): boolean {
  const [one, other] = [settingsOf(a), settingsOf(b)]
  return (Object.keys(one) as (keyof TextSettings)[]).every((key) => one[key] === other[key])
}

/** The text as it would go out for a treatment, with a time that is kept and without one. */
export function previewsOf(draft: Draft, sample: Sample, label: string): { kept: string; open: string } {
  const facts = {
    clinicName: sample.clinicName,
    clinicPhone: sample.clinicPhone,
    firstName: SAMPLE_NAME,
    link: null,
    treatment: draft.isDiscreet ? 'consultation' : label,
  }
  const { template } = settingsOf(draft)
  return {
    kept: renderRecovery({ ...facts, start: sample.start }, template),
    open: renderRecovery({ ...facts, start: null }, template),
  }
}
