import { remembering } from '../base/memory.ts'
import { chooseCoding, createCompressor, type Coding, isWorthwhile } from './codings.ts'
import type { Validators } from './conditions.ts'
import { hasNames, typeFor } from './media-type.ts'
import { ALWAYS, fieldsOf, lifeOf, PRIVATE, type Serving } from './response-headers.ts'
import type { Resource } from './site.ts'

/** A text in its present state. */
export interface Text {
  readonly bytes: Buffer
  /** SHA-256, hex. */
  readonly hash: string
  readonly modified: Date
}

/** Names and values alternating, which is the fastest form for Node. */
export type Head = string[]

/** A text in one coding, with the headers of its responses. */
export interface TextForm {
  readonly body: Buffer
  readonly validators: Validators
  readonly heads: (accepted: string | undefined, serving: Serving) => Heads
}

interface Heads {
  readonly whole: Head
  readonly notModified: Head
}

/** The codings of texts, each made once for as long as the text itself is kept. */
export interface TextForms {
  /** The form that a client prefers; a promise while it is made. */
  readonly of: (resource: Resource, text: Text, accepted: string) => Form
}

type Form = TextForm | Promise<TextForm>

/** The forms of a resource, valid for its present bytes. */
interface Known {
  readonly bytes: Buffer
  readonly forms: Map<Coding, Form>
}

export function createTextForms(): TextForms {
  const all = new WeakMap<Resource, Known>()
  // Successive sites share unchanged bytes, and so their compressed forms.
  const compress = createCompressor()
  const codingOf = remembering(chooseCoding)

  function formsOf(resource: Resource, { bytes }: Text): Known['forms'] {
    const known = all.get(resource)
    if (known?.bytes === bytes) return known.forms
    const forms: Known['forms'] = new Map()
    all.set(resource, { bytes, forms })
    return forms
  }

  return {
    of(resource, text, accepted) {
      const coding = isWorthwhile(text.bytes) ? codingOf(accepted) : 'identity'
      const forms = formsOf(resource, text)
      const known = forms.get(coding)
      if (known !== undefined) return known
      const keep = (body: Buffer): TextForm => {
        const form = formOf(resource, text, coding, body)
        forms.set(coding, form)
        return form
      }
      if (coding === 'identity') return keep(text.bytes)
      const form = compress(text.bytes, coding).then(keep)
      forms.set(coding, form)
      return form
    },
  }
}

function formOf(resource: Resource, text: Text, coding: Coding, body: Buffer): TextForm {
  const { hash, modified, bytes } = text
  // Each coding is a representation of its own, with its own tag.
  // https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.3
  const tag = coding === 'identity' ? `"${hash}"` : `"${hash}-${coding}"`
  const vary = [
    ...(isWorthwhile(bytes) ? ['Accept-Encoding'] : []),
    ...(hasNames(resource.type) ? ['Accept'] : []),
  ].join(', ')
  const own = [
    ...(vary === '' ? [] : ['Vary', vary]),
    ...('links' in resource && resource.links !== null ? ['Link', resource.links] : []),
  ]
  const validators = { tag, modified }
  // For each type that clients get, by how long and by whom it may be cached.
  const known = new Map<string, Map<number, Heads>>()
  return {
    body,
    validators,
    heads(accepted, serving) {
      const type = typeFor(resource.type, accepted)
      const isFuture = modified.getTime() > Date.now()
      const life = lifeOf(resource.role, serving.secondsLeft)
      const key = serving.isPrivate ? -1 - life : life
      const before = isFuture ? undefined : known.get(type)?.get(key)
      if (before !== undefined) return before
      const notModified = [...headOf(resource, validators, serving), ...own]
      const whole = [
        ...notModified,
        'Content-Type',
        type,
        'Content-Length',
        String(body.length),
        ...(coding === 'identity' ? [] : ['Content-Encoding', coding]),
      ]
      const heads = { whole, notModified }
      if (!isFuture) known.set(type, (known.get(type) ?? new Map()).set(key, heads))
      return heads
    },
  }
}

/** The headers of every response with a resource, including 304. */
export function headOf(
  { role }: Pick<Resource, 'role'>,
  { tag, modified }: Validators,
  serving: Serving,
): Head {
  const fields = {
    ...ALWAYS,
    ...(serving.isPrivate && PRIVATE),
    ...fieldsOf(role, serving),
    ETag: tag,
    'Last-Modified': notInFuture(modified).toUTCString(),
  }
  return Object.entries(fields).flat()
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.1 */
export function notInFuture(modified: Date): Date {
  return new Date(Math.min(modified.getTime(), Date.now()))
}
