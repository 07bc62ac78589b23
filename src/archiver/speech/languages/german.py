# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and apostrophes are the matter of this module
"""German."""

from __future__ import annotations

from archiver.speech.languages.language import Language

GERMAN = Language(
    code="de",
    signs=(
        "der die das und den dem des ein eine einen einem einer nicht ist sich auf mit für auch wird wurde sind von "
        "im aber ich wir nach bei dass"
    ),
    verb_second=True,
    comma_before_that=True,
    reported_mood=(
        "sei seien habe werde könne müsse solle wolle dürfe hätte hätten wäre wären würde würden gebe komme gehe "
        "stehe bleibe brauche handele handle"
    ),
    marks="„“ ‚‘ »« ›‹",
    cues=(
        "sagte sagt sagten gesagt erklärte erklärt erklärten betonte betont betonten meinte meint meinten berichtete "
        "berichtet berichteten schrieb schreibt schrieben geschrieben forderte fordert forderten gefordert warnte "
        "warnt warnten gewarnt kritisierte kritisiert kritisierten ergänzte ergänzt antwortete antwortet geantwortet "
        "entgegnete entgegnet erwiderte erwidert äußerte äußert äußerten geäußert fragte fragt fragten gefragt rief "
        "ruft riefen bestätigte bestätigt behauptete behauptet versicherte versichert verkündete verkündet erläuterte "
        "erläutert kommentierte kommentiert zitierte zitiert mahnte mahnt lobte lobt klagte klagt bekräftigte "
        "bekräftigt unterstrich unterstreicht resümierte argumentierte argumentiert konstatierte urteilte urteilt "
        "schimpfte twitterte verlautete hob formulierte begründete fügte teilte gab beteuerte beteuert bemerkte "
        "bemerkt beklagte beklagt bedauerte bedauert räumte wies sprach erzählte erzählt hieß beschrieb beschreibt "
        "bezeichnete bezeichnet nannte nennt versprach verspricht drohte droht appellierte appelliert verteidigte "
        "resümiert kündigte stellte stellt führte fuhr resümierten glaubt glaubte findet fand hofft hoffte beschwerte "
        "beschwert bat bitten bittet bemängelte bemängelt betonend bilanzierte bilanziert einräumte ergänzten "
        "erinnerte erinnert erwartet erwähnte erwähnt gestand gesteht kontert konterte kündigt lacht mahnten mutmaßte "
        "mutmaßt plädierte plädiert prophezeite protestierte protestiert rechtfertigte scherzte scherzt schilderte "
        "schildert schwärmte schwärmt seufzte stöhnte unterstellte vermutete vermutet verriet verrät verwies verweist "
        "wetterte wettert widersprach widerspricht witzelte wünschte würdigte würdigt zeigte zweifelte zürnte"
    ),
    phrases=("laut", "gemäß", "nach angaben von", "nach angaben der", "nach angaben des", "nach worten von"),
    phrases_behind=("so",),
    postpositions="zufolge",
    reflexives="sich",
    plural_endings="en",
    possessive_endings="’s 's s’ s'",
    name_endings="s",
    role_endings=(
        "minister ministerin sprecher sprecherin präsident präsidentin vorsitzende vorsitzender chef chefin leiter "
        "leiterin direktor direktorin kanzler kanzlerin abgeordnete abgeordneter bürgermeister bürgermeisterin "
        "sekretär sekretärin beauftragte beauftragter anwalt anwältin richter richterin experte expertin forscher "
        "forscherin führer führerin politiker politikerin trainer trainerin professor professorin kommissar"
    ),
    grammar=(
        "and/und but/aber,doch,sondern or/oder so/so that/dass who/wer which/welcher,welche,welches what/was if/wenn "
        "when/als while/während as/als,wie of/von,vom to/zu by/von in/in,im on/auf,am at/an,bei,beim with/mit for/für "
        "from/aus about/über there/da the/der,die,das it/es one/man no/kein,keine self/ich asked/gefragt "
        "had/hatte,hatten nobody/niemand ought/soll,sollte,muss"
    ),
    determiners=(
        "der die das den dem des ein eine einen einem einer eines dieser diese dieses jener jene kein keine sein "
        "seine seiner ihr ihre ihrer unser unsere mein meine euer eure mehrere viele einige zwei drei vier fünf sechs "
        "sieben acht neun zehn beide alle andere"
    ),
    articles="der die das den dem des ein eine einen einem einer eines",
    indefinite="ein eine einen einem einer",
    possessives="mein meine sein seine seiner ihr ihre ihrer unser unsere euer eure",
    numbers="zwei drei vier fünf sechs sieben acht neun zehn beiden",
    alone="einige viele mehrere",
    pronouns="er sie es wir ich jemand man niemand dieser",
    subject_pronouns="er sie wir ich jemand man",
    object_pronouns="ihm ihr ihnen ihn uns mir mich sich",
    persons="er sie",
    plural_subjects="sie wir",
    female="sie ihr",
    male="er ihm",
    relatives="welcher welche welches wo der die das",
    questions="was ob wenn wie warum wer wann wo welche",
    content_questions="was ob wie warum",
    prepositions=(
        "in im an am auf aus bei beim mit nach von vom zu zum zur für über unter vor während wegen gegen ohne um "
        "durch seit bis zwischen hinter neben trotz laut gegenüber innerhalb außerhalb anlässlich gemäß ab"
    ),
    attaching="von vom für aus bei der des",
    conjunctions=(
        "und oder aber doch sondern denn dass ob weil wie da wenn als während nachdem bevor obwohl damit sowie wer was"
    ),
    subordinators="wenn als während nachdem bevor obwohl weil da seit",
    adverbs=(
        "auch noch später dann hier dort einmal ferner zuletzt nur sogar gerade wieder zuerst jetzt damals zudem "
        "außerdem weiter weiterhin unterdessen inzwischen heute gestern bereits zugleich gleichzeitig daraufhin "
        "anschließend dazu hierzu darauf demnach deshalb jedoch allerdings wörtlich erneut schließlich abschließend"
    ),
    linking="und aber doch dann auch oder",
    have="hat habe haben hatte hatten hätte hätten",
    be="ist sind war waren wird wurde wurden werde werden sei seien wäre wären worden",
    modals="kann können konnte könnte soll sollen sollte muss müssen musste will wollen wollte darf dürfen durfte zu",
    unfinite="zu worden",
    negations="nicht nie niemals",
    particles="von van der den de zu bin ibn al el da del di",
    titles=(
        "herr frau dr. prof. dr prof präsident präsidentin kanzler kanzlerin bundeskanzler bundeskanzlerin "
        "ministerpräsident ministerpräsidentin premierminister premierministerin papst könig königin prinz prinzessin "
        "general oberst kardinal bischof graf senator senatorin"
    ),
    roles=(
        "präsident präsidentin kanzler kanzlerin papst könig königin general polizei regierung ministerium behörde "
        "behörden partei opposition unternehmen konzern firma gewerkschaft gericht staatsanwaltschaft zeitung agentur "
        "nachrichtenagentur zeuge zeugen augenzeuge augenzeugen opfer mann frau mutter vater sohn tochter schüler "
        "student studenten mitarbeiter kritiker experten bewohner anwohner demonstranten wähler erklärung bericht "
        "mitteilung pressemitteilung brief organisation verband verein kommission ausschuss leute menschen"
    ),
    organisations=(
        "polizei regierung ministerium behörde partei unternehmen konzern firma gewerkschaft gericht "
        "staatsanwaltschaft zeitung agentur nachrichtenagentur organisation verband verein kommission ausschuss "
        "universität institut bank bundestag bundesrat feuerwehr spd cdu csu fdp eu uno nato"
    ),
    groups=(
        "experten kritiker augenzeugen zeugen behörden demonstranten wähler studenten bewohner anwohner leute menschen"
    ),
    female_roles="frau präsidentin kanzlerin bundeskanzlerin königin mutter tochter sprecherin ministerin chefin",
    male_roles="herr papst könig vater sohn mann kanzler",
    abbreviations=(
        "dr. prof. z. b. u. a. d. h. usw. bzw. ca. nr. st. mio. mrd. jr. sr. jan. feb. aug. sept. okt. nov. dez."
    ),
    cannot_end="dr. prof. nr. st. ca. bzw.",
    starters="der die das er sie es wir in im am an bei auf ein eine und aber nach",
    times=(
        "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august "
        "september oktober november dezember morgen abend nacht tag woche monat jahr nachmittag mittag heute gestern "
        "stunden tage wochen monate jahre minuten montagabend dienstagabend wochenende uhr"
    ),
    days="montag dienstag mittwoch donnerstag freitag samstag sonntag",
    before_time="am im in letzten vergangenen",
    time_prepositions="am im in an",
    in_times="den dem der letzten vergangenen nächsten selben zwei drei",
    statement_nouns="erklärung brief bericht interview rede mitteilung pressemitteilung gespräch",
    written="erklärung brief bericht mitteilung pressemitteilung tweet twitter facebook buch schreiben blog",
    label_stops="hinweis quelle quellen foto bild siehe",
    turn_labels="frage antwort interviewer reporter",
    asking_labels="frage interviewer reporter",
    questioners="journalist journalistin reporter reporterin interviewer moderator moderatorin",
    pasts="ging kam gab lag stand saß fiel lief blieb",
    calling="als einen dass weder einer jedoch parole parolen aufschrift feststellung beispiel anderem",
    names=(
        "zeitung tageszeitung wochenzeitung magazin magazins magazines lautet heißt etwa übersetzt gruppe stamm "
        "stamms motto werk buch film lied serie sendung rolle operation titel überschrift projekt laut wie "
        "zeitschrift sender name namen portal"
    ),
    title_words="zeitung magazin film buch lied serie sendung titel zeitschrift sender",
    word_words="wort begriff wörter begriffe ausdruck",
)
