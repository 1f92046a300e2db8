/** One permission question, in IAM's words. */
export interface Question {
	/** The ARN of a role, or the name of a service such as `cloudfront.amazonaws.com`. */
	readonly principal: string;
	/** E.g. `s3:PutObject`. */
	readonly action: string;
	readonly resource: string;
	/** Condition keys that the service fills. */
	readonly context: Readonly<Record<string, string>>;
}
