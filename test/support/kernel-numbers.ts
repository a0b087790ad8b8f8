import type { Choices } from './choice-tape.ts'

/** Kinds of columns: what is small, what ties, and what lies where a float or two of them come to their end. */
const PROFILES = {
  counts: (choices: Choices) => `${choices.below(2000)}`,
  zeros: (choices: Choices) => choices.pick(['0', '1', '0', '2', '0.5']),
  cents: (choices: Choices) => `${choices.below(20_000)}.${twoDigits(choices)}`,
  ties: (choices: Choices) =>
    `${choices.below(40)}.${choices.pick(['5', '25', '05', '005', '125', '00005', '015'])}`,
  // The product of two of these lies on one side of 2^53 or on the other: 94906265² is the last below it.
  root: (choices: Choices) => `${94_906_264 + choices.below(4)}`,
  float: (choices: Choices) => `${near(53n, choices)}`,
  // Products on both sides of 2^104.
  halfFloat: (choices: Choices) => `${near(52n, choices)}`,
  floatCents: (choices: Choices) => inCents(near(53n, choices)),
  // Where a rounding stops multiplying by the inverse.
  inverseCents: (choices: Choices) => inCents(near(50n, choices)),
  powers: (choices: Choices) => `${2n ** BigInt(choices.below(54)) + BigInt(choices.below(3)) - 1n}`,
  fine: (choices: Choices) => `${choices.pick(['0', '7', '94906266'])}.${digits(18, choices)}`,
  long: (choices: Choices) => `1${digits(17, choices)}`,
  same: () => '12',
} as const

export type Profile = keyof typeof PROFILES

const ALL = Object.keys(PROFILES) as readonly Profile[]

/** The kinds of a case: all of them, or two that then meet in every product. */
export function someProfiles(choices: Choices): readonly Profile[] {
  const one = (): Profile => ALL[choices.below(ALL.length)] ?? 'counts'
  return choices.once(3) ? ALL : [one(), one()]
}

/** A number of a profile as a plain decimal text, where it may be in one of four below zero. */
export function numberText(profile: Profile, choices: Choices, mayBeNegative = true): string {
  const text = PROFILES[profile](choices)
  return mayBeNegative && choices.once(4) && profile !== 'same' ? `-${text}` : text
}

function near(power: bigint, choices: Choices): bigint {
  return 2n ** power - 3n + BigInt(choices.below(5))
}

function inCents(cents: bigint): string {
  return `${cents / 100n}.${`${cents % 100n}`.padStart(2, '0')}`
}

function twoDigits(choices: Choices): string {
  return `${choices.below(100)}`.padStart(2, '0')
}

function digits(count: number, choices: Choices): string {
  const some = choices.pick(['0', '5', '9'])
  return `${choices.below(10_000)}`
    .padEnd(count - 2, some)
    .concat(twoDigits(choices))
    .slice(0, count)
}
