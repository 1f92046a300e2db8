import { isRecord } from '../template/intrinsics.ts';
import type { PolicyDocument } from './policies.ts';
import type { Question } from './question.ts';

/** Characters that are nothing but themselves, in a pattern and to the simulator, in segments of which none is empty. */
const PLAIN = /^[\w.=:@-]+(?:\/[\w.=:@-]+)*$/;

/** Tells which of its values policies can tell apart. */
type Distinguish = (value: string) => string;

/**
 * [Note: One decision for a shape] Policies tell questions apart by nothing but the patterns and conditions that are
 * written in them. Two questions of one principal and action that agree in all of those have one answer: that
 * about one object of a folder holds for all of its objects, whose keys and ages no policy names.
 */
export class QuestionShapes {
	readonly #resource: Distinguish;
	/** By condition key, in lower case, as IAM reads them. Other keys change nothing. */
	readonly #context: ReadonlyMap<string, Distinguish>;

	/** `policies`: all that have a say about the principal and the resource. */
	constructor(policies: readonly PolicyDocument[]) {
		const statements = policies.flatMap(({ Statement }) => listOf(Statement)).filter(isRecord);
		const patterns = statements.flatMap(({ Resource, NotResource }) =>
			[...listOf(Resource), ...listOf(NotResource)].map(String),
		);
		const conditions = statements.flatMap(({ Condition }) => conditionsOf(Condition));
		// What a variable stands for is another for each question.
		this.#resource = hasVariable(patterns) ? asItIs : byPatterns(patterns);
		this.#context = new Map(
			[...Map.groupBy(conditions, ({ key }) => key)].map(([key, some]) => [key, byOperators(some)]),
		);
	}

	/** Equal for questions that have one answer. */
	of({ principal, action, resource, context }: Question): string {
		const seen = Object.entries(context).flatMap(([key, value]) => {
			const distinguish = this.#context.get(key.toLowerCase());
			return distinguish === undefined ? [] : [[key, distinguish(value)]];
		});
		return JSON.stringify([principal, action, this.#resource(resource), seen]);
	}
}

interface Condition {
	readonly operator: string;
	readonly key: string;
	readonly values: readonly string[];
}

function conditionsOf(condition: unknown): readonly Condition[] {
	if (!isRecord(condition)) return [];
	return Object.entries(condition).flatMap(([operator, keys]) =>
		isRecord(keys)
			? Object.entries(keys).map(([key, values]) => ({
					operator: operator.replace(/IfExists$/, ''),
					key: key.toLowerCase(),
					values: listOf(values).map(String),
				}))
			: [],
	);
}

/** Numbers by the side of each limit on which they are, texts by what they match; of other operators each value is one of its own. */
function byOperators(conditions: readonly Condition[]): Distinguish {
	const values = conditions.flatMap((condition) => condition.values);
	const all = (pattern: RegExp) => conditions.every(({ operator }) => pattern.test(operator));
	if (hasVariable(values)) return asItIs;
	if (all(/^Numeric/)) return byLimits(values.map(Number));
	return all(/^String(Not)?(Like|Equals)$/) ? byPatterns(values) : asItIs;
}

const asItIs: Distinguish = (value) => `is ${value}`;

function byLimits(limits: readonly number[]): Distinguish {
	return (text) => {
		const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
		if (Number.isNaN(value) || limits.some(Number.isNaN)) return asItIs(text);
		return `is ${limits.map((limit) => Math.sign(value - limit)).join()}`;
	};
}

/** By the kind of resource too: bucket or object, as actions are about one of them. */
function byPatterns(patterns: readonly string[]): Distinguish {
	const expressions = [...new Set(patterns)].map((pattern) => ({ pattern, like: likeOf(pattern) }));
	return (value) => {
		if (!PLAIN.test(value)) return asItIs(value);
		const [, , service = '', , , name = ''] = value.split(':');
		const matched = expressions.map(
			({ pattern, like }) => `${String(like.test(value))} ${String(pattern === value)}`,
		);
		return JSON.stringify([service, value.split(':').length, name.includes('/'), matched]);
	};
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function likeOf(pattern: string): RegExp {
	const parts = pattern.split(/([*?])/).map((part) => {
		if (part === '*') return '.*';
		return part === '?' ? '.' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
	});
	return new RegExp(`^${parts.join('')}$`, 's');
}

function hasVariable(texts: readonly string[]): boolean {
	return texts.some((text) => text.includes('${'));
}

function listOf(value: unknown): readonly unknown[] {
	if (value === undefined) return [];
	return Array.isArray(value) ? value : [value];
}
