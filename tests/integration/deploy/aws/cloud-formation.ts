import { randomUUID } from 'node:crypto';
import { isRecord, resolve } from '../../../../local/template/intrinsics.ts';
import type { Buckets } from './buckets.ts';
import { AwsError } from './reply.ts';

interface Resource {
	readonly Type: string;
	readonly Properties?: Readonly<Record<string, unknown>>;
	readonly DeletionPolicy?: string;
}

export interface Template {
	readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
	readonly Conditions?: Readonly<Record<string, unknown>>;
	readonly Resources: Readonly<Record<string, Resource>>;
	readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export type Values = Readonly<Record<string, string>>;

interface StackState {
	readonly status: string;
	readonly template: Template;
	readonly parameters: Values;
	readonly outputs: Values;
}

const NOTHING: Template = { Resources: {} };
export const STACK_ID = 'the-stack';
const ACCOUNT_ID = '123456789012';

/**
 * CloudFormation with one stack: what it refuses, what it takes back, and what it leaves. Of all
 * resources only buckets are truly made; deleting one that is not empty fails as it does in S3.
 */
export class CloudFormation {
	readonly events: { readonly EventId: string; readonly [name: string]: string }[] = [];
	/** The resource that the next update fails at, once. */
	failsAt: string | undefined;
	#stack: StackState | undefined;
	readonly #changeSets = new Map<
		string,
		{ readonly template: Template; readonly parameters: Values }
	>();
	readonly #buckets: Buckets;
	readonly #name: string;

	constructor(name: string, buckets: Buckets) {
		this.#name = name;
		this.#buckets = buckets;
	}

	get stack(): StackState {
		return this.stackCalled(this.#name);
	}

	/** By its name, or by the id that it was made with. */
	stackCalled(name: string): StackState {
		if (this.#stack === undefined || ![this.#name, STACK_ID].includes(name)) {
			throw new AwsError(400, 'ValidationError', `Stack with id ${name} does not exist`);
		}
		return this.#stack;
	}

	create(template: Template, parameters: Values): void {
		refuseStrangers(template, parameters);
		this.#stack = { status: 'CREATE_IN_PROGRESS', template: NOTHING, parameters: {}, outputs: {} };
		this.#update(template, parameters, 'CREATE');
	}

	createChangeSet(name: string, template: Template, parameters: Values): void {
		refuseStrangers(template, parameters);
		if (!this.stack.status.endsWith('_COMPLETE')) {
			throw new AwsError(400, 'ValidationError', `The stack is in ${this.stack.status} state`);
		}
		this.#changeSets.set(name, { template, parameters });
	}

	/** The logical ids that it would make. */
	changesOf(name: string): readonly string[] {
		const { template } = this.#changeSets.get(name) ?? { template: NOTHING };
		return Object.keys(template.Resources).filter((id) => !(id in this.stack.template.Resources));
	}

	deleteChangeSet(name: string): void {
		this.#changeSets.delete(name);
	}

	execute(name: string): void {
		const changeSet = this.#changeSets.get(name);
		if (changeSet === undefined) throw new AwsError(404, 'ChangeSetNotFound', name);
		this.#changeSets.clear();
		this.#update(changeSet.template, changeSet.parameters, 'UPDATE');
	}

	delete(): void {
		this.#tell(this.#name, 'DELETE_IN_PROGRESS');
		const { template, parameters } = this.stack;
		for (const [id, { Type, DeletionPolicy = 'Delete' }] of Object.entries(template.Resources)) {
			const kept = DeletionPolicy.startsWith('Retain');
			const isProtected =
				Type === 'AWS::RDS::DBInstance' && parameters.DatabaseDeletionProtection === 'true';
			try {
				if (isProtected) throw new AwsError(400, 'InvalidParameterCombination', 'protected');
				if (Type === 'AWS::S3::Bucket' && !kept) this.#buckets.delete(this.nameOf(id, template));
			} catch (error) {
				this.#stack = { ...this.stack, status: 'DELETE_FAILED' };
				this.#tell(id, 'DELETE_FAILED', String(error));
				this.#tell(this.#name, 'DELETE_FAILED');
				return;
			}
		}
		this.#stack = undefined;
	}

	has(type: string, name: string): boolean {
		const resources = Object.entries(this.#stack?.template.Resources ?? {});
		return resources.some(([id, { Type }]) => Type === type && this.nameOf(id) === name);
	}

	/** The name of a bucket or function, as the template says it or as CloudFormation makes it up. */
	nameOf(id: string, template = this.stack.template): string {
		const { Properties = {} } = template.Resources[id] ?? {};
		const name = Properties.BucketName ?? Properties.FunctionName;
		if (name === undefined) return `${this.#name}-${id.toLowerCase()}`;
		return String(resolve(name, this.#scope(template, {})));
	}

	#update(template: Template, parameters: Values, action: 'CREATE' | 'UPDATE'): void {
		this.#tell(this.#name, `${action}_IN_PROGRESS`);
		const before = this.stack;
		const made: string[] = [];
		for (const [id, { Type }] of Object.entries(template.Resources)) {
			if (id in before.template.Resources) continue;
			try {
				if (id === this.failsAt) throw new AwsError(400, 'InvalidRequest', 'It fails here.');
				if (Type === 'AWS::S3::Bucket') this.#buckets.make(this.nameOf(id, template));
			} catch (error) {
				this.failsAt = undefined;
				this.#tell(id, 'CREATE_FAILED', String(error));
				this.#rollBack(before, template, made);
				return;
			}
			made.push(id);
		}
		const scope = this.#scope(template, parameters);
		const outputs = Object.entries(template.Outputs ?? {}).map(
			([name, { Value }]) => [name, String(resolve(Value, scope))] as const,
		);
		const known = Object.keys(template.Parameters ?? {}).map(
			(name) => [name, parameters[name] ?? String(template.Parameters?.[name]?.Default)] as const,
		);
		this.#stack = {
			status: `${action}_COMPLETE`,
			template,
			parameters: Object.fromEntries(known),
			outputs: Object.fromEntries(outputs),
		};
		this.#tell(this.#name, `${action}_COMPLETE`);
	}

	/** What the failed update made is deleted again, but for what is to be retained even then. */
	#rollBack(before: StackState, template: Template, made: readonly string[]): void {
		this.#tell(this.#name, 'UPDATE_ROLLBACK_IN_PROGRESS');
		for (const id of made) {
			const { Type, DeletionPolicy } = template.Resources[id] ?? { Type: '' };
			if (Type !== 'AWS::S3::Bucket' || DeletionPolicy === 'Retain') continue;
			this.#buckets.delete(this.nameOf(id, template));
		}
		this.#stack = { ...before, status: 'UPDATE_ROLLBACK_COMPLETE' };
		this.#tell(this.#name, 'UPDATE_ROLLBACK_COMPLETE');
	}

	#scope(template: Template, parameters: Values) {
		const pseudo: Values = {
			'AWS::AccountId': ACCOUNT_ID,
			'AWS::Region': 'eu-central-1',
			'AWS::Partition': 'aws',
			'AWS::URLSuffix': 'amazonaws.com',
		};
		const scope = {
			ref: (name: string): unknown =>
				pseudo[name] ??
				parameters[name] ??
				template.Parameters?.[name]?.Default ??
				this.nameOf(name, template),
			attribute: (id: string, attribute: string) => `${id}.${attribute}`.toLowerCase(),
			condition: (name: string): boolean => resolve(template.Conditions?.[name], scope) === true,
			mapping: () => undefined,
		};
		return scope;
	}

	#tell(id: string, status: string, reason = ''): void {
		const isStack = id === this.#name;
		const type = isStack ? 'AWS::CloudFormation::Stack' : this.stack.template.Resources[id]?.Type;
		this.events.unshift({
			EventId: randomUUID(),
			StackName: this.#name,
			LogicalResourceId: id,
			ResourceType: type ?? 'AWS::Some::Resource',
			ResourceStatus: status,
			ResourceStatusReason: reason,
		});
	}
}

/** CloudFormation takes parameters that the template declares, and no others. */
function refuseStrangers({ Parameters }: Template, given: Values): void {
	const strangers = Object.keys(given).filter((name) => !(name in (Parameters ?? {})));
	if (strangers.length === 0) return;
	throw new AwsError(
		400,
		'ValidationError',
		isRecord(Parameters)
			? `Parameters: [${strangers.join(', ')}] do not exist in the template`
			: 'Parameter values specified for a template which does not require them.',
	);
}
