import { IResolvable, IResolveContext, Token, Tokenization } from 'cdktf';
import { splitTemplate } from '../inventory/expression';

abstract class Expression implements IResolvable {
  /** Left out: every trace is kilobytes. */
  public readonly creationStack = [];

  public abstract resolve(context: IResolveContext): unknown;

  public toString(): string {
    return Token.asString(this);
  }

  public toJSON(): string {
    return '<unresolved-token>';
  }
}

/**
 * An expression around what another token refers to. Written as text with `${…}` Terraform would take it too, and cdktf's
 * functions wouldn't: they refuse the quotes in it.
 */
class Around extends Expression {
  public constructor(
    private readonly token: string,
    private readonly write: (inner: string) => string,
  ) {
    super();
  }

  public resolve(context: IResolveContext): string {
    const { suppressBraces } = context;
    // Within an expression cdktf writes others without their braces.
    context.suppressBraces = true;
    const text = this.write(String(context.resolve(this.token)));
    return suppressBraces ? text : `\${${text}}`;
  }
}

/**
 * @param token text that is a token and nothing else
 * @param write the expression, by that of the token
 */
export function expressionAround(token: string, write: (inner: string) => string): IResolvable {
  return new Around(token, write);
}

/**
 * Text with tokens as a Terraform expression. Inside of an expression cdktf writes tokens bare, so the text can't be one
 * quoted template; cdktf's own functions take apart mixed text at every resolution, which costs more than all the rest.
 */
export function expressionOf(text: string): string {
  const parts = splitTemplate(withStringTokens(text)).map(({ code, text: part }) => {
    if (!code) return JSON.stringify(part);
    return part.startsWith('TfToken[') ? expressionOfToken(`\${${part}}`) : part;
  });
  return parts.length === 1 ? parts[0] : `join("", [${parts.join(', ')}])`;
}

/** What says only later what it is may turn out to be plain text, which has to be quoted then. */
function expressionOfToken(token: string): string {
  const [resolvable] = Tokenization.reverseString(token).tokens as (IResolvable & { readonly identifier?: string })[];
  return resolvable.identifier === undefined ? Token.asString(new LateExpression(resolvable)) : token;
}

class LateExpression extends Expression {
  public constructor(private readonly inner: IResolvable) {
    super();
  }

  public resolve(context: IResolveContext): unknown {
    const { suppressBraces } = context;
    // With their braces expressions can be told from text.
    context.suppressBraces = false;
    const value: unknown = context.resolve(this.inner);
    context.suppressBraces = suppressBraces;
    return typeof value === 'string' ? expressionOf(value) : value;
  }
}

function withStringTokens(text: string): string {
  return text.replace(/-\d(?:\.\d+)?e\+\d{3}/g, (encoded) => {
    const token = Tokenization.reverseNumber(Number(encoded));
    return token === undefined ? encoded : Token.asString(token);
  });
}
