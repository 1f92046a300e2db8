import { at, property, text, type Json, type Template } from './template.ts';

/** One promise about the template, and changes of the template that must break it. */
export interface Check {
	/** In the present tense. */
	readonly promise: string;
	/** What is wrong, one sentence each; nothing where the promise holds. */
	readonly find: (template: Template) => readonly string[] | Promise<readonly string[]>;
	readonly mutants: readonly Mutant[];
}

/**
 * A change at `path` below `Resources`, such as `VaultBucket.Properties.BucketName`, or below
 * `Parameters`, `Mappings`, `Conditions` or `Outputs` by their name. Without `to` it is removed.
 */
export interface Mutant {
	readonly path: string;
	readonly to?: Json;
}

/** A changed copy. */
export function mutate(template: Template, { path, to }: Mutant): Template {
	const isWhole = /^(Parameters|Mappings|Conditions|Outputs)\./.test(path);
	return changed(template, isWhole ? path : `Resources.${path}`, to);
}

/** A copy changed at a path. Throws where that leads nowhere: such a mutant would prove nothing. */
export function changed<Tree>(tree: Tree, path: string, to?: Json): Tree {
	const copy = structuredClone(tree);
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const parent = at(copy as never, keys.join('.'));
	if (typeof parent !== 'object' || parent === null) throw new Error(`no place for ${path}`);
	if (to === undefined && !(last in parent)) throw new Error(`nothing to remove at ${path}`);

	if (to !== undefined) Object.assign(parent, { [last]: to });
	else if (Array.isArray(parent)) parent.splice(Number(last), 1);
	else Reflect.deleteProperty(parent, last);
	return copy;
}

/**
 * The commonest promise: some properties have exactly these values. Each value gets a mutant of its
 * own, in which it is missing.
 */
export function hasExactly(promise: string, expected: Readonly<Record<string, Json>>): Check {
	return {
		promise,
		find: (template) =>
			Object.entries(expected)
				.filter(([path, value]) => text(property(template, path)) !== text(value))
				.map(([path, value]) => `${path} is ${text(property(template, path))}, not ${text(value)}`),
		mutants: Object.keys(expected).map((path) => ({ path: path.replace('.', '.Properties.') })),
	};
}
