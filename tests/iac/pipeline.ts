import { runSimulation } from '@cloud-copilot/iam-simulate';
import { readFileSync } from 'node:fs';
import { parse, type CollectionTag, type ScalarTag } from 'yaml';
import { rolePolicies, type NamedPolicy, type PolicyDocument } from '../../local/iam/policies.ts';
import { Template as ResolvedTemplate } from '../../local/template/template.ts';
import type { Template } from './template.ts';

/** The template of the pipeline's two roles, which is deployed as it is written. */
export const PIPELINE_FILE = 'deploy/github-role.yml';

/** CloudFormation's short forms, which it reads as `{ "Fn::Sub": … }` and so on. */
const SHORT_FORMS: (ScalarTag | CollectionTag)[] = [
	{ tag: '!Ref', resolve: (name: string) => ({ Ref: name }) },
	{ tag: '!Sub', resolve: (pattern: string) => ({ 'Fn::Sub': pattern }) },
	{ tag: '!GetAtt', resolve: (path: string) => ({ 'Fn::GetAtt': path.split('.') }) },
	...['If', 'Equals'].map((name): CollectionTag => ({
		tag: `!${name}`,
		collection: 'seq',
		resolve: (items) => ({ [`Fn::${name}`]: items.toJSON() as unknown }),
	})),
];

export function readPipeline(): Template {
	return parse(readFileSync(PIPELINE_FILE, 'utf8'), { customTags: SHORT_FORMS }) as Template;
}

export const PLACE = { region: 'eu-central-1', accountId: '123456789012' };
/** The stage whose roles are asked about. */
export const STAGE = 'family';
export const PARAMETERS = { Repository: 'ann@1/vault@2', Stage: STAGE, ProviderArn: '' };

export type Role = 'plan' | 'deploy';

export interface Request {
	readonly action: string;
	readonly resource: string;
	readonly context?: Readonly<Record<string, string>>;
}

/** IAM's answer: what is denied explicitly stays so whatever else is allowed. */
export type PolicyDecision = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/** Answers as IAM does, by the policies of the template's roles. */
export class Pipeline {
	readonly #policies: Readonly<Record<Role, readonly NamedPolicy[]>>;
	readonly #boundary: PolicyDocument;

	constructor(document: Template, stage = STAGE) {
		const template = new ResolvedTemplate(document, {
			account: { ...PLACE, stackName: 'github' },
			parameters: { ...PARAMETERS, Stage: stage },
			makeId: (_, length) => 'x'.repeat(length),
			queueOrigin: '',
		});
		const byArn = [...rolePolicies(template)];
		const of = (role: Role) => byArn.find(([arn]) => arn.endsWith(`-${role}`))?.[1] ?? [];
		const [boundary] = template
			.resources('AWS::IAM::ManagedPolicy')
			.filter(({ properties }) => String(properties.ManagedPolicyName).endsWith('-boundary'));
		this.#boundary = (boundary?.properties.PolicyDocument ?? NOTHING) as PolicyDocument;
		this.#policies = { plan: of('plan'), deploy: of('deploy') };
	}

	policies(role: Role): readonly NamedPolicy[] {
		return this.#policies[role];
	}

	/** What the boundary leaves of a policy: the answer to a role that a deployment has made with it. */
	async askBounded(policy: PolicyDocument, request: Request): Promise<PolicyDecision> {
		return simulate(request, {
			identityPolicies: [{ name: 'written by a deployment', policy }],
			permissionBoundaryPolicies: [{ name: 'boundary', policy: this.#boundary }],
		});
	}

	ask(role: Role, request: Request): Promise<PolicyDecision> {
		const identityPolicies = this.#policies[role].map(({ name, policy }) => ({ name, policy }));
		return simulate(request, { identityPolicies });
	}
}

type Simulated = Parameters<typeof runSimulation>[0];

async function simulate(
	{ action, resource, context = {} }: Request,
	policies: Pick<Simulated, 'identityPolicies' | 'permissionBoundaryPolicies'>,
): Promise<PolicyDecision> {
	const { accountId } = PLACE;
	const result = await runSimulation(
		{
			request: {
				principal: `arn:aws:iam::${accountId}:role/asks`,
				action,
				resource: { resource, accountId },
				contextVariables: context,
			},
			...policies,
			serviceControlPolicies: [],
			resourceControlPolicies: [],
			// As all keys of ours: whom IAM lets in, the key lets in.
			resourcePolicy: action.startsWith('kms:') && resource !== '*' ? OPEN_KEY : undefined,
		},
		{},
	);
	if (result.resultType === 'error') {
		throw new Error(`IAM cannot decide ${action} on ${resource}: ${JSON.stringify(result.errors)}`);
	}
	return result.overallResult;
}

/** A boundary that is not there leaves nothing. */
const NOTHING: PolicyDocument = { Version: '2012-10-17', Statement: [] };

const OPEN_KEY = {
	Version: '2012-10-17',
	Statement: [
		{
			Effect: 'Allow',
			Principal: { AWS: `arn:aws:iam::${PLACE.accountId}:root` },
			Action: 'kms:*',
			Resource: '*',
		},
	],
};

/** Those requests that are not answered so, in words. */
export async function unexpected(
	template: Template,
	role: Role,
	{ expected, requests }: { expected: readonly PolicyDecision[]; requests: readonly Request[] },
): Promise<readonly string[]> {
	const pipeline = new Pipeline(template);
	const answers = await Promise.all(
		requests.map(async (request) => ({ request, answer: await pipeline.ask(role, request) })),
	);
	return answers
		.filter(({ answer }) => !expected.includes(answer))
		.map(({ request, answer }) => `${role}: ${request.action} on ${request.resource} is ${answer}`);
}
