/** An error as the user pools API answers it: `code` is the `__type` of the response. */
export class UserPoolError extends Error {
	override readonly name = 'UserPoolError';
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

export const notAuthorized = (message = 'Incorrect username or password.'): UserPoolError =>
	new UserPoolError('NotAuthorizedException', message);

export const invalidParameter = (message: string): UserPoolError =>
	new UserPoolError('InvalidParameterException', message);
