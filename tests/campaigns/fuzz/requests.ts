import { checksum, id, instant, sha256 } from '#contract/ids';
import type { GenericSchema } from 'valibot';
import type { Random } from '../../support/random.ts';

/** Ids that a request may name, by the name of the field: the caller's own, and others among them. */
export type IdPools = Readonly<Record<string, readonly [string, ...string[]]>>;

/** What the schemas of the contract are made of, as far as requests need it. */
interface Schema {
	readonly type: string;
	readonly entries?: Readonly<Record<string, GenericSchema>>;
	readonly item?: GenericSchema;
	readonly wrapped?: GenericSchema;
	readonly options?: readonly unknown[];
	readonly literal?: unknown;
	readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

const HASH = 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=';
const INSTANTS = [
	'2024-02-29T12:00:00Z',
	'1000-01-01T00:00:00.000Z',
	'9999-12-31T23:59:59+00:00',
] as const;

/** Makes requests that the contract takes, with words of its own where any text will do. */
export class Requests {
	readonly #random: Random;
	readonly #word: () => string;

	constructor(random: Random, word: () => string) {
		this.#random = random;
		this.#word = word;
	}

	valid(schema: GenericSchema, pools: IdPools, field = ''): unknown {
		if (schema === id) return this.#random.pick(pools[field.replace(/s$/, '')] ?? pools.id ?? ['']);
		if (schema === sha256 || schema === checksum) return HASH;
		if (schema === instant) return this.#random.pick(INSTANTS);
		const { type, entries, item, wrapped, options, literal, pipe } = schema as unknown as Schema;
		switch (type) {
			case 'strict_object':
			case 'object':
				return Object.fromEntries(
					Object.entries(entries ?? {})
						.filter(([, each]) => (each as Schema).type !== 'optional' || this.#random.next() < 0.5)
						.map(([name, each]) => [name, this.valid(each, pools, name)]),
				);
			case 'array':
				return Array.from({ length: this.#random.whole(1, 3) }, () =>
					item === undefined ? null : this.valid(item, pools, field),
				);
			case 'optional':
				return wrapped === undefined ? undefined : this.valid(wrapped, pools, field);
			case 'nullable':
				return wrapped === undefined || this.#random.next() < 0.3
					? null
					: this.valid(wrapped, pools, field);
			case 'picklist':
				return this.#random.pick((options ?? [null]) as [unknown, ...unknown[]]);
			case 'union': {
				const [first = schema, ...others] = (options ?? []) as GenericSchema[];
				return this.valid(this.#random.pick([first, ...others]), pools, field);
			}
			case 'literal':
				return literal;
			case 'boolean':
				return this.#random.next() < 0.5;
			case 'number':
				return this.#whole(pipe ?? []);
			case 'string':
				return this.#text(field);
			default:
				throw new Error(`The fuzzer does not know how to make a ${type}: ${field}`);
		}
	}

	#whole(pipe: NonNullable<Schema['pipe']>): number {
		const boundOf = (type: string, otherwise: number) => {
			const found = pipe.find((action) => action.type === type)?.requirement;
			return typeof found === 'number' ? found : otherwise;
		};
		const least = boundOf('min_value', 0);
		return this.#random.whole(least, Math.min(boundOf('max_value', 100_000), least + 100_000));
	}

	#text(field: string): string {
		switch (field) {
			case 'limit':
				return String(this.#random.whole(1, 200));
			case 'contentType':
				return 'image/png';
			case 'email':
				return `${String(this.#random.whole(0, 9))}@example.com`;
			default:
				return this.#word();
		}
	}
}
