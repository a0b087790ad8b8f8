import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** A secret as its owner has it, and as the database has it. */
export interface Secret {
  /** Shown once. */
  readonly text: string
  readonly hash: Buffer
}

/** 256 random bits. The start tells a reader, and a scanner of repositories, what it is. */
export function newSecret(kind: 'key' | 'session'): Secret {
  const text = `leeway_${kind}_${randomBytes(32).toString('base64url')}`
  return { text, hash: secretHash(text) }
}

/** SHA-256 is enough for what cannot be guessed; a password is another matter. */
export function secretHash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** OWASP's least for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const
const BYTES = { salt: 16, tag: 32 } as const

const derive = promisify(argon2)

/** A password as it is stored: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function passwordHash(password: string): Promise<string> {
  const salt = randomBytes(BYTES.salt)
  const tag = await argon2id(password, salt, COST)
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${salt.toString('base64url')}$${tag.toString('base64url')}`
}

/**
 * Makes the hash of a text that has a password in it as slow to guess as the password's own. The same hash and the same
 * salt give the same 32 bytes.
 */
export async function slowHash(hash: Uint8Array, salt: string): Promise<Buffer> {
  const nonce = secretHash(salt).subarray(0, BYTES.salt)
  return argon2id(Buffer.from(hash).toString('hex'), nonce, COST)
}

const STORED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/

/** Whether this is the password. Without one to compare with it takes as long, and says no. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', hash = ''] = STORED.exec(stored ?? '') ?? []
  const cost =
    memory === undefined
      ? COST
      : { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const given = await argon2id(password, Buffer.from(salt.padEnd(22, 'A'), 'base64url'), cost)
  const expected = Buffer.from(hash, 'base64url')
  return expected.length === given.length && timingSafeEqual(expected, given)
}

interface Cost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

function argon2id(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  // The same letters, whatever keyboard or system they were typed on.
  return derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: BYTES.tag, ...cost })
}
