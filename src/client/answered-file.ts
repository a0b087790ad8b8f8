import { FORMS, type Form } from '../contract/api/route.ts'
import { type Answered, NO_SERVICE, ServiceFault, textOf } from './sending.ts'

/** An answer in another form than JSON: a table, a workbook, pages, or several documents in one. */
export interface AnsweredFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What it is, such as `application/pdf`. */
  readonly media: string
  /** What the service calls it, without a folder; nothing where it gives no name. */
  readonly name: string | undefined
  /** Of what is a text: the table or the page. */
  text(): string
}

/** The file that an answer is, held against the form that was asked for. */
export function fileIn({ headers, bytes }: Answered, form: Form): AnsweredFile {
  const [media = ''] = (headers.get('content-type') ?? '').split(';')
  // A page to sign in is no board pack.
  if (media.trim().toLowerCase() !== FORMS[form]) throw new ServiceFault(NO_SERVICE)
  const name = nameIn(headers.get('content-disposition') ?? '')
  return { bytes, media: FORMS[form], name, text: () => textOf(bytes) }
}

/** `filename*=UTF-8''…` before `filename="…"`. A name that leads to a folder is none. */
function nameIn(disposition: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1]
  const name =
    (encoded === undefined ? undefined : decoded(encoded)) ?? /filename="([^"]*)"/i.exec(disposition)?.[1]
  return name === undefined || /^\.*$|[/\\\p{Cc}]/u.test(name) ? undefined : name
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
