import { type ByName, keepContent, type NamedContent, removeContent } from '../store/contents-by-name.ts'
import { changed, removed } from './answers.ts'
import type { Handled, Work } from './handler.ts'

type Changing = Pick<Work<'keepMapping' | 'keepAccounts'>, 'trx' | 'who' | 'ifMatch'>

/** Keeps something by its name; what is there is not overwritten unseen. */
export async function keptByName<Wire>(
  { trx, who, ifMatch }: Changing,
  table: ByName,
  {
    name,
    content,
    asWire,
  }: Omit<NamedContent, 'revision'> & { readonly asWire: (kept: NamedContent) => Wire },
): Promise<Handled<Wire>> {
  const revision = ifMatch === 0 ? undefined : ifMatch
  const outcome = await keepContent(trx, who, table, { name, content, revision })
  if (outcome.kind === 'stale' && revision === undefined)
    return {
      kind: 'refused',
      type: 'revision-needed',
      detail: `There is one of this name already. Send If-Match: "${outcome.revision}" to change it.`,
    }
  return changed(outcome, asWire)
}

export async function removedByName(
  { trx, ifMatch }: Pick<Changing, 'trx' | 'ifMatch'>,
  table: ByName,
  name: string,
): Promise<Handled<undefined>> {
  return removed(await removeContent(trx, table, { name, revision: ifMatch }))
}
