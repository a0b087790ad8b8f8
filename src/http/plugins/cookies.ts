import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerConfig } from '../config.ts'
import { SESSION_COOKIE } from '../identity.ts'

const CSRF_HEADER = 'csrf-token'

/** Cookies for browsers, and the token that a page of another site cannot send. */
export async function addCookies(app: FastifyInstance, { origin }: ServerConfig): Promise<void> {
  await app.register(cookie)
  await app.register(csrf, {
    cookieKey: 'leeway-csrf',
    cookieOpts: cookieOptions(origin),
    getToken: ({ headers }) => {
      const token = headers[CSRF_HEADER]
      return typeof token === 'string' ? token : undefined
    },
  })
}

function cookieOptions(origin: string | undefined) {
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: origin?.startsWith('https:') === true,
  } as const
}

export function giveSession(reply: FastifyReply, text: string, { origin }: ServerConfig): void {
  reply.setCookie(SESSION_COOKIE, text, cookieOptions(origin))
}

export function takeSession(reply: FastifyReply, { origin }: ServerConfig): void {
  reply.clearCookie(SESSION_COOKIE, cookieOptions(origin))
}

/** Whether a request that changes something was meant by the page that sent it; if not, it has been answered. */
export function isMeant(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): boolean {
  let passed = false
  app.csrfProtection(request, reply, () => {
    passed = true
  })
  return passed
}

/** Whether another site made a browser send this. Scripts do not say where they come from. */
export function isFromElsewhere({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return !['same-origin', 'none', undefined].includes(headers['sec-fetch-site']?.toString())
}
