import type { SignIns } from './sign-ins.ts'

/** Where it listens, and a first request; a key that was made for this start is told here and nowhere else. */
export function statelessGreeting(address: string, madeKey: string | undefined): string {
  const made =
    madeKey === undefined
      ? []
      : [
          '',
          'LEEWAY_API_KEY is not set. Until this process ends, this key is valid:',
          '',
          `  export LEEWAY_API_KEY=${madeKey}`,
        ]
  return lines([
    ...whereIt(address),
    ...made,
    '',
    'Try:',
    '',
    `  npm run -s leeway -- bundle scenarios/demonstration/district.yaml |`,
    `    curl -sS ${address}/v1/compute -H "Authorization: Bearer $LEEWAY_API_KEY" \\`,
    `      -H "Content-Type: application/json" -H "Accept: text/csv" --data-binary @-`,
  ])
}

/** Where it listens, and how to get a first key. */
export function storedGreeting(address: string): string {
  return lines([
    ...whereIt(address),
    '',
    'A first district, its first person and a key:',
    '',
    '  npm run -s leeway -- user add EMAIL --district CODE --new-district NAME --role finance',
    '  npm run -s leeway -- key add EMAIL --district CODE --name first',
  ])
}

/** Where it listens, how to sign in to the demonstration, and a first request that works. */
export function demonstrationGreeting(
  address: string,
  { people, key, runId }: SignIns & { readonly runId: string },
): string {
  const width = Math.max(...people.map(({ role }) => role.length))
  const wide = Math.max(...people.map(({ email }) => email.length))
  return lines([
    ...whereIt(address),
    '',
    'A demonstration is loaded. Sign in to the district "demonstration" (POST /v1/session) as',
    '',
    ...people.map(
      ({ role, email, password }) => `  ${role.padEnd(width)}  ${email.padEnd(wide)}  ${password}`,
    ),
    '',
    'or ask with a key of its finance person, here for the dollars of every school:',
    '',
    `  curl -sS ${address}/v1/runs/${runId}/result -H "Accept: text/csv" \\`,
    `    -H "Authorization: Bearer ${key}"`,
  ])
}

function whereIt(address: string): string[] {
  return [`Leeway listens on ${address}`, `Documentation: ${address}/docs`]
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n\n`
}
