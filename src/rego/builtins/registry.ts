import { family as aggregates } from './aggregates/family.ts'
import { family as arrays } from './arrays/family.ts'
import { family as bits } from './bits/family.ts'
import type { Builtin } from './builtin.ts'
import { family as comparison } from './comparison/family.ts'
import { family as conversions } from './conversions/family.ts'
import { family as crypto } from './crypto/family.ts'
import { family as encoding } from './encoding/family.ts'
import { family as glob } from './glob/family.ts'
import { family as graph } from './graph/family.ts'
import { family as graphql } from './graphql/family.ts'
import { family as http } from './http/family.ts'
import { family as jsonSchema } from './json-schema/family.ts'
import { family as net } from './net/family.ts'
import { family as numbers } from './numbers/family.ts'
import { family as objects } from './objects/family.ts'
import { family as output } from './output/family.ts'
import { family as providers } from './providers/family.ts'
import { family as regex } from './regex/family.ts'
import { family as rego } from './rego/family.ts'
import { family as semver } from './semver/family.ts'
import { family as sets } from './sets/family.ts'
import { family as strings } from './strings/family.ts'
import { family as time } from './time/family.ts'
import { family as tokens } from './tokens/family.ts'
import { family as types } from './types/family.ts'
import { family as units } from './units/family.ts'
import { family as uri } from './uri/family.ts'
import { family as uuid } from './uuid/family.ts'

/** Every builtin that OPA has, by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  [
    numbers,
    comparison,
    bits,
    aggregates,
    arrays,
    sets,
    objects,
    strings,
    types,
    conversions,
    encoding,
    units,
    semver,
    uuid,
    graph,
    output,
    net,
    uri,
    regex,
    glob,
    time,
    crypto,
    tokens,
    graphql,
    jsonSchema,
    providers,
    http,
    rego,
  ]
    .flat()
    .map((builtin) => [builtin.name, builtin]),
)
