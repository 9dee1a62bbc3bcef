"""Common first names that tell a person's gender in English text, written from general knowledge."""

MALE = frozenset(
    """
    aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alejandro alex alexander alexei
    alfred ali allen
    ambrose anatoly andre andreas andrei andrew andy anthony antonio arnold arthur ashraf barack
    barry bashar ben
    benjamin bernard bernie bill bob boris brad bradley brandon brendan brett brian bruce bryan
    calvin carl carlos
    charles charlie chris christian christopher chuck claude colin corey craig curt dale dan daniel
    daryl dave david
    dean dennis derek dick dmitry don donald doug douglas dustin dwight ed eddie edgar edward edwin
    elijah eric erik
    ernest eugene evan felix fernando francis francisco francois frank franklin fred frederick
    gabriel gary gavin
    george gerald gerard giovanni glenn gordon greg gregory guy hamid hans harold harry hassan
    hector henry herbert
    herman howard hugh hugo hussein ian ibrahim igor isaac ivan jack jacob jacques jake james jamie
    jared jason jay
    jeff jeffrey jeremy jerome jerry jesse jim jimmy joe joel john johnny jon jonathan jordan jorge
    jose joseph josh
    joshua juan julian karl keith ken kenneth kevin khaled kurt kyle lance larry lars lawrence lee
    leo leon leonard
    lewis lionel lloyd louis lucas luis luke mahmoud manuel marc marcel marco marcus mario mark
    martin marvin matt
    matthew maurice max michael miguel mike mikhail mitch mitchell mitt mohamed mohammad mohammed
    moshe muhammad
    mustafa nathan neil nicholas nick nicolas nigel nikolai noah norman oleg oliver omar oscar otto
    patrick paul
    pavel pedro perry peter phil philip pierre rafael ralph ramon randy raymond reginald rex ricardo
    richard rick
    rob robby robert roberto rodney roger roland ron ronald ross roy rudy russell ryan salman sam
    samuel saul scott
    sean sebastian sergei sergey seth shane simon stan stanley stefan stephen steve steven stuart
    tariq ted terence
    theodore thomas tim timothy toby todd tom tommy tony travis trevor tyler victor vince vincent
    viktor vladimir
    wallace walter warren wayne wesley will william winston wolfgang xavier yuri yusuf zachary
    """.split()
)
FEMALE = frozenset(
    """
    abigail ada adele agnes aisha alexandra alexis alice alicia alison allison amanda amber amelia
    amy ana anastasia
    andrea angela angelina anita ann anna anne annie annette april ariana ashley audrey barbara
    beatrice becky bella
    bernadette beth betsy betty beverly bonnie brenda bridget brittany camilla carla carly carmen
    carol carolina
    caroline carolyn catherine cecile cecilia charlotte chelsea cheryl chloe christina christine
    cindy claire clara
    claudia colleen condoleezza connie courtney crystal cynthia daisy dana danielle daphne dawn
    debbie deborah debra
    diana diane dolores donna dora doris dorothy edith eileen elaine eleanor elena elisabeth elise
    elizabeth ella
    ellen emily emma erica erika erin esther eva eve evelyn faith fatima felicia fiona florence
    frances gabrielle
    gail georgia gertrude gina gladys gloria grace greta gwen hannah harriet heather heidi helen
    helena hillary
    holly hope huma ida ingrid irene irina iris isabel isabella ivanka ivy jackie jacqueline jane
    janet janice jasmine
    jean jeanne jenna jennifer jenny jessica jill joan joanna joanne jocelyn josephine joy joyce
    juanita judith judy
    julia julie june karen karin kate katherine kathleen kathryn kathy katie katrina kayla kellyanne
    kimberly kirsten
    kristen kristin krystal laila lara laura lauren layla leah leila lena leslie lillian linda lisa
    liz lois loretta
    lori lorraine louise lucia lucy lydia lynn madeleine madison margaret maria marie marilyn marina
    marion marjorie
    marlene martha mary maureen megan melania melanie melissa mercedes meredith michelle mildred
    miranda miriam molly
    monica nadia nancy naomi natalia natalie natasha nicole nina nora norma olga olivia pamela
    patricia paula pauline
    peggy penelope phyllis priscilla rachel rebecca regina renee rhonda rita roberta robin rosa rose
    rosemary ruth
    sabrina samantha sandra sara sarah selena shannon sharon sheila sherry shirley silvia sofia
    sonia sonya sophia
    sophie stella stephanie sue susan suzanne svetlana sylvia tamara tanya tatiana teresa theresa tiffany tina
    valerie vanessa vera veronica victoria viola violet virginia vivian wanda wendy yolanda yvonne zainab zoe
    """.split()
)
