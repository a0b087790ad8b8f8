// Names in package-lock.json every optional package that a listed package asks for.
//
// A registry mirror may hold a tool's binaries for some platforms only. `npm install` then leaves the
// others out of the lock, and `npm ci` refuses that lock on every machine. An entry that names the version
// and the platform is enough: npm passes over it on other machines and fetches it on its own.
//
// A folder that is named, such as test/bench, has its own lock; without one it is the lock of the root.
import { readFileSync, writeFileSync } from 'node:fs'

const folder = process.argv.slice(2).find((word) => !word.startsWith('--')) ?? '.'
const file = new URL(`../${folder}/package-lock.json`, import.meta.url)
const systems = list('aix android darwin freebsd linux netbsd openbsd openharmony sunos win32')
const chips = list('arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x wasm32 x64')

const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = []
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!isListed(place, name)) added.push(addPlatformPackage(name, version, entry))
  }
}
if (added.length > 0 && !process.argv.includes('--check')) {
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
  )
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(
  added.length === 0
    ? 'The lock is complete.'
    : `Missing from the lock, and added unless --check:\n  ${added.join('\n  ')}`,
)

/** As Node looks a package up: beside the one that asks, then beside each that holds it. */
function isListed(place, name) {
  for (let at = place; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${at}/node_modules/${name}`]) return true
  }
  return Boolean(lock.packages[`node_modules/${name}`])
}

function addPlatformPackage(name, version, owner) {
  const words = name.split(/[-/]/)
  const os = systems.filter((system) => words.includes(system))
  const cpu = chips.filter((chip) => words.includes(chip))
  if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version) || cpu.length === 0)
    throw new Error(
      `${name}@${version} does not name one version and one platform: add it to the lock by hand`,
    )
  const libc = words.flatMap((word) => /^(musl|gnu)/.exec(word)?.[1] ?? [])
  lock.packages[`node_modules/${name}`] = {
    version,
    cpu,
    ...(owner.dev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc: [libc[0] === 'gnu' ? 'glibc' : 'musl'] } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  }
  return `${name}@${version}`
}

function list(words) {
  return words.split(' ')
}
