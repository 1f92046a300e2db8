/** What the intrinsic functions of one template may look at while a value is being resolved. */
export interface Scope {
	/** The value of `Ref`: a parameter, a pseudo parameter or a resource's physical id. */
	readonly ref: (name: string) => unknown;
	/** The value of `Fn::GetAtt`. */
	readonly attribute: (logicalId: string, attribute: string) => unknown;
	readonly condition: (name: string) => boolean;
	readonly mapping: (map: string, topKey: string, secondKey: string) => unknown;
}

/** What `Ref: AWS::NoValue` resolves to: the property that holds it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/**
 * Resolves every intrinsic function inside `value`. Functions that CloudFormation has and this
 * table has not throw an error naming them, rather than leaving a half-resolved value behind.
 */
export function resolve(value: unknown, scope: Scope): unknown {
	if (Array.isArray(value)) {
		return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
	}
	if (!isRecord(value)) return value;
	const [name, ...others] = Object.keys(value);
	if (name !== undefined && others.length === 0 && looksIntrinsic(name)) {
		const intrinsic = INTRINSICS[name];
		if (!intrinsic) throw new Error(`The template uses ${name}, which is not known here`);
		return intrinsic(value[name], scope);
	}
	const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
	return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

/** Evaluates one entry of the template's `Conditions`. */
export function isTrue(condition: unknown, scope: Scope): boolean {
	const result = resolve(condition, scope);
	if (typeof result !== 'boolean') throw new TypeError(`Not a condition: ${toJson(condition)}`);
	return result;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
	Ref: (name, scope) => scope.ref(text(name)),
	Condition: (name, scope) => scope.condition(text(name)),
	'Fn::GetAtt': (argument, scope) => {
		const [logicalId, ...path] =
			typeof argument === 'string' ? argument.split('.') : list(argument, scope).map(text);
		return scope.attribute(text(logicalId), path.join('.'));
	},
	'Fn::Sub': substitute,
	'Fn::Join': (argument, scope) => {
		const [separator, items] = list(argument, scope);
		return list(items, scope).map(text).join(text(separator));
	},
	'Fn::Split': (argument, scope) => {
		const [separator, source] = list(argument, scope);
		return text(source).split(text(separator));
	},
	'Fn::Select': (argument, scope) => {
		const [index, items] = list(argument, scope);
		const selected = list(items, scope)[Number(index)];
		if (selected === undefined) throw new RangeError(`Fn::Select misses: ${toJson(argument)}`);
		return selected;
	},
	'Fn::If': (argument, scope) => {
		if (!Array.isArray(argument)) throw new TypeError(`Fn::If takes a list: ${toJson(argument)}`);
		const [condition, whenTrue, whenFalse] = argument as readonly unknown[];
		// Only the chosen branch is resolved: the other one may name what does not exist.
		return resolve(scope.condition(text(condition)) ? whenTrue : whenFalse, scope);
	},
	'Fn::Equals': (argument, scope) => {
		const [left, right] = list(argument, scope);
		return text(left) === text(right);
	},
	'Fn::And': (argument, scope) => list(argument, scope).every(Boolean),
	'Fn::Or': (argument, scope) => list(argument, scope).some(Boolean),
	'Fn::Not': (argument, scope) => !list(argument, scope)[0],
	'Fn::FindInMap': (argument, scope) => {
		const [map, topKey, secondKey] = list(argument, scope).map(text);
		return scope.mapping(map ?? '', topKey ?? '', secondKey ?? '');
	},
	'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope))).toString('base64'),
	'Fn::GetAZs': (_argument, scope) =>
		['a', 'b'].map((zone) => text(scope.ref('AWS::Region')) + zone),
};

function substitute(argument: unknown, scope: Scope): string {
	const [template, given] = [argument].flat(1) as readonly unknown[];
	const variables = isRecord(given) ? given : {};
	return text(template).replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
		if (literal) return `\${${name}}`;
		if (Object.hasOwn(variables, name)) return text(resolve(variables[name], scope));
		const [logicalId, ...path] = name.trim().split('.');
		const value = path.length
			? scope.attribute(text(logicalId), path.join('.'))
			: scope.ref(name.trim());
		if (value === NO_VALUE) throw new TypeError(`${whole} has no value`);
		return text(value);
	});
}

function looksIntrinsic(key: string): boolean {
	// A role's policy may hold a property called Condition whose value is an object, not a name.
	return key === 'Ref' || key.startsWith('Fn::');
}

function list(value: unknown, scope: Scope): unknown[] {
	const resolved = Array.isArray(value)
		? value.map((item) => resolve(conditionName(item), scope))
		: resolve(value, scope);
	if (!Array.isArray(resolved)) throw new TypeError(`Not a list: ${toJson(value)}`);
	return resolved;
}

/** Inside `Fn::And`, `Fn::Or` and `Fn::Not`, `{ Condition: name }` refers to another condition. */
function conditionName(item: unknown): unknown {
	if (!isRecord(item) || typeof item.Condition !== 'string') return item;
	return { 'Fn::If': [item.Condition, true, false] };
}

function text(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new TypeError(`Not a text: ${toJson(value)}`);
}

function toJson(value: unknown): string {
	return typeof value === 'symbol' ? String(value) : JSON.stringify({ value });
}
