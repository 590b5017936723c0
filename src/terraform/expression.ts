import { IResolvable, IResolveContext, Token } from 'cdktf';

/**
 * An expression around what another token refers to. Written as text with `${…}` Terraform would take it too, and cdktf's
 * functions wouldn't: they refuse the quotes in it.
 */
class Around implements IResolvable {
  /** Left out: every trace is kilobytes. */
  public readonly creationStack = [];

  public constructor(
    private readonly token: string,
    private readonly write: (inner: string) => string,
  ) {}

  public resolve(context: IResolveContext): string {
    const { suppressBraces } = context;
    // Within an expression cdktf writes others without their braces.
    context.suppressBraces = true;
    const text = this.write(String(context.resolve(this.token)));
    return suppressBraces ? text : `\${${text}}`;
  }

  public toString(): string {
    return Token.asString(this);
  }

  public toJSON(): string {
    return '<unresolved-token>';
  }
}

/**
 * @param token text that is a token and nothing else
 * @param write the expression, by that of the token
 */
export function expressionAround(token: string, write: (inner: string) => string): IResolvable {
  return new Around(token, write);
}
