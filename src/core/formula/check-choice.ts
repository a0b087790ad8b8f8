import { listed } from '../text/listed.ts'
import { nearest } from '../text/nearest.ts'
import type { Checked } from './checked.ts'
import { quoted } from './print.ts'
import type { Checking } from './scope.ts'

/** A text that a need never has is a slip of the pen: the comparison would be the same at every school. */
export function refuseUnknownChoice(subject: Checked, other: Checked, checking: Checking): void {
  if (subject.kind !== 'input' || other.kind !== 'constant' || typeof other.value !== 'string') return
  const meaning = checking.scope.names.get(subject.name)
  const choices = meaning?.kind === 'need' ? meaning.need.oneOf : undefined
  if (choices === undefined || choices.includes(other.value)) return
  const meant = nearest(other.value, choices)
  checking.report('CHOICE_UNKNOWN', other.span, {
    message: `${subject.name} is never ${quoted(other.value)}`,
    found: other.value,
    expected: `one of ${listed(choices)}`,
    suggestion: meant === undefined ? undefined : `did you mean ${quoted(meant)}?`,
  })
}
