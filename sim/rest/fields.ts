/** A request's JSON object, read by type. The description has been checked before, so what is of another type is absent. */
export class Fields {
  readonly #value: { readonly [key: string]: unknown }

  constructor(value: unknown) {
    this.#value = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}
  }

  text(key: string): string | undefined {
    const value = this.#value[key]
    return typeof value === 'string' ? value : undefined
  }

  number(key: string): number | undefined {
    const value = this.#value[key]
    return typeof value === 'number' ? value : undefined
  }

  object(key: string): Fields | undefined {
    const value = this.#value[key]
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Fields(value) : undefined
  }

  list(key: string): readonly unknown[] | undefined {
    const value = this.#value[key]
    return Array.isArray(value) ? value : undefined
  }

  get keys(): readonly string[] {
    return Object.keys(this.#value)
  }
}
