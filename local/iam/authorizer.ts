import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { NamedPolicy, PolicyDocument } from './policies.ts';
import { QuestionShapes } from './question-shape.ts';
import type { Question } from './question.ts';

export interface AuthorizerOptions {
	readonly accountId: string;
	readonly roles: ReadonlyMap<string, readonly NamedPolicy[]>;
	readonly bucketPolicies: ReadonlyMap<string, PolicyDocument>;
	/** By the key's ARN. */
	readonly keyPolicies?: ReadonlyMap<string, PolicyDocument>;
	/** AWS services that act as principals, with the condition keys that name their source. */
	readonly services?: ReadonlyMap<string, Readonly<Record<string, string>>>;
	/** Called with every question and its answer, so that unused permissions can be found. */
	readonly onDecision: (question: Question, isAllowed: boolean) => void;
}

/** The account's owner, who may do anything: tests and commands read buckets and queues as it. */
export function rootArn(accountId: string): string {
	return `arn:aws:iam::${accountId}:root`;
}

export type Authorizer = (question: Question) => Promise<boolean>;

/** Decisions kept, one for each shape: see [Note: One decision for a shape]. */
const MAX_CACHED = 10_000;

/** Everything here travels over the loopback interface, which stands for TLS on AWS. */
const TRANSPORT = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/**
 * Answers whether a role may do something: its own policies and the bucket's policy are evaluated as
 * IAM does, deny before allow, and what no policy allows is refused.
 */
export function createAuthorizer(options: AuthorizerOptions): Authorizer {
	const cache = new Map<string, boolean>();
	const shapes = new Map<string, QuestionShapes>();
	const shapeOf = (question: Question): string => {
		const resourcePolicy = resourcePolicyOf(question, options);
		const about = resourcePolicy === undefined ? '' : resourceName(question.resource);
		const key = `${question.principal} ${about}`;
		let known = shapes.get(key);
		if (known === undefined) {
			const own = options.roles.get(question.principal)?.map(({ policy }) => policy) ?? [];
			known = new QuestionShapes(resourcePolicy === undefined ? own : [...own, resourcePolicy]);
			shapes.set(key, known);
		}
		return `${about} ${known.of(question)}`;
	};
	return async (question) => {
		if (question.principal === rootArn(options.accountId)) return true;
		const key = shapeOf(question);
		const known = cache.get(key);
		const isAllowed = known ?? (await decide(question, options));
		if (known === undefined) {
			if (cache.size >= MAX_CACHED) cache.clear();
			cache.set(key, isAllowed);
		}
		options.onDecision(question, isAllowed);
		return isAllowed;
	};
}

/** The bucket of an object, or the resource itself: what a policy can hang on. */
function resourceName(resource: string): string {
	return bucketOf(resource) ?? resource;
}

function bucketOf(resource: string): string | undefined {
	return /^arn:aws:s3:::([^/]+)/.exec(resource)?.[1];
}

function resourcePolicyOf({ resource }: Question, options: AuthorizerOptions) {
	const bucket = bucketOf(resource);
	return bucket === undefined
		? options.keyPolicies?.get(resource)
		: options.bucketPolicies.get(bucket);
}

async function decide(question: Question, options: AuthorizerOptions): Promise<boolean> {
	const service = options.services?.get(question.principal);
	// A service has no policies of its own: what it may do, only the bucket can say.
	const policies = service ? [] : options.roles.get(question.principal);
	// The simulator reads a star in a resource as a pattern; in a real key it is only a character.
	// Alone it is right: such an action is about no resource.
	const isPattern = question.resource.includes('*') && question.resource !== '*';
	if (!policies || isPattern) return false;
	const result = await runSimulation(
		{
			request: {
				principal: question.principal,
				action: question.action,
				resource: { resource: question.resource, accountId: options.accountId },
				contextVariables: { ...TRANSPORT, ...service, ...question.context },
			},
			identityPolicies: policies.map(({ name, policy }) => ({ name, policy })),
			serviceControlPolicies: [],
			resourceControlPolicies: [],
			resourcePolicy: resourcePolicyOf(question, options),
		},
		{},
	);
	if (result.resultType === 'error') {
		throw new Error(
			`IAM cannot decide ${question.action} on ${question.resource}: ${JSON.stringify(result.errors)}`,
		);
	}
	return result.overallResult === 'Allowed';
}
