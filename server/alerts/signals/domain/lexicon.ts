import { readableOf } from './readable.ts';

/** What a word can be in an instruction to a model. One bit each. */
export const WORD = {
  ignore: 1,
  prior: 2,
  order: 4,
  reveal: 8,
  mine: 16,
  system: 32,
  prompt: 64,
  everything: 128,
  told: 256,
  pretend: 512,
  unbound: 1024,
  without: 2048,
  limits: 4096,
  mode: 8192,
  devil: 16384,
  send: 32768,
  secret: 65536,
  url: 131072,
  model: 262144,
  notice: 524288,
  not: 1048576,
  tell: 2097152,
  user: 4194304,
  fresh: 8388608,
  you: 16777216,
  now: 33554432,
  verbatim: 67108864,
  talk: 134217728,
  text: 268435456,
} as const;
export type WordClass = keyof typeof WORD;

/**
 * Words by class, in fifteen languages, without accents where the reader takes them away. `*` ends a stem. Chinese and
 * Japanese words are found inside of a run of characters.
 */
const WORDS: Record<WordClass, string> = {
  ignore: `ignore ignoring disregard disregarding forget bypass* override overrule overwrite discard neglect
    ignorier* vergiss missachte* vergessen uberschreib*
    ignorez ignorer oublie oubliez oublier ignora ignorad ignorar ignorá olvida olvide olvidad desestima
    ignori ignorate dimentica dimenticate esqueca esquece desconsidere negeer vergeet zignoruj zapomnij pomin
    игнорир* проигнорир* забудь* отмени ігноруй забудьте unut gormezden yoksay
    忽略 忽视 无视 無視 忘记 忘掉 忘れ 무시 잊어 잊고 تجاهل انس अनदेखा भूल नजरअंदाज नज़रअंदाज़ ignoruj glom ignorera`,
  prior: `previous prior above earlier preceding former foregoing original initial existing past all any your these those before system
    vorherig* bisherig* obig* fruher* alle deine ihre
    precedent* anterieur* toutes tes vos ci-dessus
    anterior* previa* previo* todas todos tus sus
    precedenti tutte tue
    vorige eerdere bovenstaande
    poprzedni* wczesniejsz* wszystkie
    предыдущ* прежн* вышеуказан* все всі попередн*
    onceki tum yukaridaki
    之前 以前 上面 上述 先前 此前 所有 前面 上記 これまで 先ほど すべて 全て 이전 앞의 모든 위의 السابق* أعلاه جميع पिछले पहले सभी ऊपर tidigare foregaende`,
  order: `instruction* prompt prompts rule rules guideline* directive* direction directions order orders command commands
    programming constraint* restriction* safeguard* guardrail* context policy policies
    anweisung* regeln vorgaben befehle instruktion*
    consigne* regles directives
    instruccion* reglas ordenes indicaciones
    istruzioni regole
    instruco* regras diretrizes
    instructies regels
    instrukcj* polecen* zasad*
    инструкц* указан* правил* інструкц*
    talimat* kural*
    指令 指示 命令 规则 提示词 说明 規則 ルール プロンプト 命令文 지시 명령 규칙 지침 التعليمات الأوامر القواعد تعليمات निर्देश* नियम* instruktioner`,
  reveal: `reveal show print repeat summari* encode output display tell give disclose leak expose echo dump recite paste share write copy return what
    zeig* nenne verrate ausgeben wiederhole gib drucke
    montre* revele* affiche* repete* donne* recopie*
    muestra* revela* repite imprime dime
    mostra* rivela* ripeti stampa dimmi mostre repita revele toon herhaal onthul pokaz wypisz ujawnij powtorz
    покаж* раскр* повтор* выведи напиши goster yazdir tekrarla
    显示 输出 打印 重复 告诉我 泄露 表示 出力 教えて 見せて 보여 출력 알려 اعرض اكشف اطبع कर दिखाओ दिखाएं बताओ बताएं visa`,
  mine: `your the full entire exact complete initial hidden original developer secret internal underlying confidential above
    deine* ihre* dein ihr interne* votre ton tes tu tus su sus tua tuo seu sua jouw je twoj* swoj* твой твои свои свой ваш* senin
    你的 您的 あなたの 너의 당신의 الخاصة अपना अपने`,
  system: `system systeme sistema systemowy systemprompt systemanweisung* системн* sistem 系统 系統 システム 시스템 النظام سिस्टम सिस्टम
    initial hidden developer secret internal confidential initiale* versteckte* interne* iniciales ocultas cachees`,
  prompt: `prompt prompts instruction* directive* preprompt systemprompt systemanweisung* anweisung* consigne* instruccion* istruzioni instruco* instructies
    instrukcj* инструкц* промпт* подсказк* talimat* istem* 提示词 提示 指令 指示 プロンプト 프롬프트 지시 التعليمات تعليمات निर्देश* प्रॉम्प्ट messag*`,
  everything: `everything anything all alles tout todo tudo tutto всё все 一切 所有 全部 모든`,
  told: `told said above before instructed taught learned learnt given read gesagt dit dijeron dicho detto disse сказал* сказано written
    prior previously earlier`,
  pretend: `pretend act roleplay role-play simulate imagine behave respond answer impersonate become emulate play
    tu agis fais actua finge simula imagina spiel* stell fingi comporta aja finja doe udawaj представь притворись притвориться веди
    扮演 假装 假设 ふりを 演じ 척해 역할`,
  unbound: `jailbroken jailbreak unrestricted unfiltered uncensored unshackled amoral unaligned unchained limitless
    uneingeschrankt* unzensiert* ungefiltert* illimite sansfiltre irrestricto
    不受限制 无限制 無制限 제한없는 безограничений`,
  without: `no without free none zero not never ohne keine sans aucun* sin ningun* senza sem bez без zonder olmadan 没有 无 なし 없이 없는 بدون बिना`,
  limits: `restriction* filter filters censorship guideline* ethic* moral* limitation* limits policy policies safeguard* guardrail* rules boundaries
    einschrankung* beschrankung* regeln filtre* restricc* filtros restriz* limiti restric* ограничен* цензур* фильтр* правил* beperkingen
    ogranicz* kisitlama* sinir* 限制 规则 道德 制限 제한 규칙 قيود प्रतिबंध`,
  mode: `mode modus modo modalita trybie tryb режим* modu 模式 モード 모드`,
  devil: `developer dan debug god sudo admin jailbreak maintenance root unrestricted dev diagnostic entwickler* desarrollador developpeur 开发者 開発者 개발자 разработчик*`,
  send: `send post forward email upload submit transmit exfiltrate append include embed navigate visit fetch call deliver sende envoie envoyez envia envie отправь invia stuur wyslij 发送 送信 보내`,
  secret: `conversation history password passwords credentials secret secrets token tokens api key keys data emails contacts
    chat cookie cookies messages documents unterhaltung passwort contrasena* mot conversacion пароль* переписк* 密码 对话 パスワード 会話 비밀번호 대화`,
  url: `http https www mailto ftp`,
  model: `ai llm assistant chatbot gpt chatgpt claude gemini agent agents bot copilot ki ia asistente assistente ассистент* ии 助手 人工智能 アシスタント`,
  notice: `attention note notice dear important if reminder hey hello achtung hinweis atencion внимание message instructions instruction`,
  not: `not never dont don't without avoid refuse refuses nicht niemals nie ne jamais no nunca non не никогда nooit nie 不要 请勿 切勿`,
  tell: `tell mention inform notify alert mentioning telling informing disclose say let informer mencionar mencionas sagen erwahne* dis dire говори* сообщай*`,
  user: `user users human customer recipient reader owner benutzer nutzer utilisateur usuario utente пользовател* 用户 ユーザー 사용자`,
  fresh: `new updated real actual neue neuen nouvelle nouvelles nueva nuevas nuove novas новые новая nowe 新的 新しい 새로운`,
  you: `you you're u your du sie vous tu usted ты вы 你 您 あなた 너는 당신은`,
  now: `now henceforth onwards onward jetzt ab desormais maintenant ahora adora теперь отныне agora adesso ora nu teraz 现在 从现在 今から 이제`,
  verbatim: `verbatim exactly word-for-word codeblock literally wortlich textuellement mot-a-mot literalmente palabra дословно 逐字 一字一句 原样 そのまま 그대로`,
  talk: `attack attacks attacker attackers injection injections jailbreaks jailbreaking phishing example examples filter detect detects detection
    detector prevent blocked blocks classifier phrase phrases payload payloads paper article blog security vulnerability red-team owasp
    sanitize defend defence defense mitigation translate translation dataset unit test tests quoted quote angriff* beispiel attaque* exemple
    ataque* ejemplo inyeccion пример* атак* 攻击 例如 注入 攻撃 例 공격 예시`,
  text: `text words content contents everything lines message messages paragraph sentences tokens texto texte`,
};

/** Classes of whole words, and of the stems that words begin with. */
const WHOLE = new Map<string, number>();
const STEMS = new Map<string, number>();
/** Of Han and kana: found anywhere in a run. */
const INNER = new Map<string, number>();

const EAST = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

for (const [name, words] of Object.entries(WORDS)) {
  const bit = WORD[name as WordClass];
  for (const word of words.split(/\s+/)) {
    const stem = word.endsWith('*');
    const plain = readableOf(stem ? word.slice(0, -1) : word).text;
    if (plain === '') continue;
    const isKorean = /^\p{Script=Hangul}/u.test(plain);
    const into = EAST.test(plain) ? INNER : stem || isKorean ? STEMS : WHOLE;
    into.set(plain, (into.get(plain) ?? 0) | bit);
  }
}

const STEM_MAX = 16;
/** Longest word of Han or kana. */
export const INNER_MAX = 5;

/** What a word is, as it is written: 0 for a word that says nothing. */
export function classesOf(word: string): number {
  let classes = WHOLE.get(word) ?? 0;
  for (let length = 2; length <= Math.min(word.length, STEM_MAX); length++)
    classes |= STEMS.get(word.slice(0, length)) ?? 0;
  return classes;
}

/** The classes of a word inside of a run without spaces. */
export const innerClassesOf = (word: string): number => INNER.get(word) ?? 0;
