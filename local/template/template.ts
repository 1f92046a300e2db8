import * as v from 'valibot';
import { isRecord, isTrue, NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import { NAME_PROPERTY, physicalId, type Account, type PhysicalId } from './physical-ids.ts';

const TemplateSchema = v.object({
	Parameters: v.optional(
		v.record(v.string(), v.object({ Type: v.string(), Default: v.optional(v.unknown()) })),
		{},
	),
	Conditions: v.optional(v.record(v.string(), v.unknown()), {}),
	Mappings: v.optional(
		v.record(v.string(), v.record(v.string(), v.record(v.string(), v.unknown()))),
		{},
	),
	Resources: v.record(
		v.string(),
		v.object({
			Type: v.string(),
			Condition: v.optional(v.string()),
			Properties: v.optional(v.record(v.string(), v.unknown()), {}),
		}),
	),
});

export interface TemplateOptions {
	readonly account: Account;
	/** Values by parameter name. A parameter with neither a value nor a default throws when used. */
	readonly parameters: Readonly<Record<string, string>>;
	readonly makeId: (logicalId: string, length: number) => string;
	readonly queueOrigin: string;
}

/** One resource with every intrinsic function of its properties resolved. */
export interface Resource {
	readonly logicalId: string;
	readonly type: string;
	readonly properties: Readonly<Record<string, unknown>>;
	readonly ref: string;
	readonly attributes: Readonly<Record<string, string>>;
}

/**
 * A packaged CloudFormation template, resolved for one account and set of parameters. Resources are
 * resolved when they are asked for, so a type that has no counterpart here may use whatever it likes.
 */
export class Template {
	readonly account: Account;
	readonly #document: v.InferOutput<typeof TemplateSchema>;
	readonly #options: TemplateOptions;
	readonly #scope: Scope;

	constructor(document: unknown, options: TemplateOptions) {
		this.#document = v.parse(TemplateSchema, document);
		this.#options = options;
		this.account = options.account;
		this.#scope = {
			ref: (name) => this.#ref(name),
			attribute: (logicalId, attribute) => this.#attribute(logicalId, attribute),
			condition: (name) => this.#condition(name),
			mapping: (map, topKey, secondKey) => this.#document.Mappings[map]?.[topKey]?.[secondKey],
		};
	}

	/** The resources of a type whose condition holds, in the template's order. */
	resources(type: string): readonly Resource[] {
		return Object.entries(this.#document.Resources)
			.filter(([, each]) => each.Type === type)
			.filter(([, each]) => each.Condition === undefined || this.#condition(each.Condition))
			.map(([logicalId, each]) => ({
				logicalId,
				type,
				properties: record(resolve(each.Properties, this.#scope)),
				...this.#idOf(logicalId),
			}));
	}

	/** The one resource of a type. Throws if there is none; the first one if there are several. */
	resource(type: string): Resource {
		const [first] = this.resources(type);
		if (!first) throw new Error(`The template declares no ${type}`);
		return first;
	}

	#ref(name: string): unknown {
		if (name.startsWith('AWS::')) return this.#pseudoParameter(name);
		const parameter = this.#document.Parameters[name];
		if (!parameter) return this.#idOf(name).ref;
		const value = this.#options.parameters[name] ?? parameter.Default;
		if (value === undefined) {
			throw new Error(`The template's parameter ${name} has no default, and no value was given`);
		}
		const isList = parameter.Type === 'CommaDelimitedList' && typeof value === 'string';
		return isList ? value.split(',') : value;
	}

	#pseudoParameter(name: string): unknown {
		const { region, accountId, stackName } = this.account;
		switch (name) {
			case 'AWS::Region':
				return region;
			case 'AWS::AccountId':
				return accountId;
			case 'AWS::StackName':
				return stackName;
			case 'AWS::StackId':
				return `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`;
			case 'AWS::Partition':
				return 'aws';
			case 'AWS::URLSuffix':
				return 'amazonaws.com';
			case 'AWS::NoValue':
				return NO_VALUE;
			default:
				throw new Error(`The template uses ${name}, which is not known here`);
		}
	}

	#attribute(logicalId: string, attribute: string): unknown {
		const { attributes } = this.#idOf(logicalId);
		const arn = attribute.endsWith('Arn') ? attributes.Arn : undefined;
		// Types without a counterpart here are only ever named, so any stable text will do.
		return attributes[attribute] ?? arn ?? `${logicalId}.${attribute}`;
	}

	#condition(name: string): boolean {
		const condition = this.#document.Conditions[name];
		if (condition === undefined) throw new Error(`The template has no condition ${name}`);
		return isTrue(condition, this.#scope);
	}

	#idOf(logicalId: string): PhysicalId {
		const resource = this.#document.Resources[logicalId];
		if (!resource) throw new Error(`The template refers to ${logicalId} and does not declare it`);
		const name = resource.Properties[NAME_PROPERTY[resource.Type] ?? ''];
		const resolvedName = name === undefined ? undefined : resolve(name, this.#scope);
		return physicalId({
			logicalId,
			type: resource.Type,
			name: typeof resolvedName === 'string' ? resolvedName : undefined,
			account: this.account,
			makeId: this.#options.makeId,
			queueOrigin: this.#options.queueOrigin,
		});
	}
}

function record(value: unknown): Readonly<Record<string, unknown>> {
	if (!isRecord(value)) throw new TypeError('A resource has no properties');
	return value;
}
