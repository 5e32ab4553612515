namespace Telemed.Tests.Security;

/// <summary>The rows of <see cref="RightsTable"/> for pages, and what a form of a page finds.</summary>
internal static class RightsOfPages
{
    public static string[] Lines => Table.Split('\n');

    private const string Table =
        """
                                                       AGEDNMBPCS
        GET    /                                       ooooooCoos ~
        GET    /add                                    oooooooooo
        GET    /agenda                                 ooooo---os
        GET    /appointments                           RoooRIRoos
        GET    /appointments/earlier                   ------Io-s
        GET    /appointments/new                       ooooo---os
        GET    /appointments/waiting-list              ooooI---os
        GET    /appointments/{Id:guid}                 R---RIR--s
        GET    /appointments/{Id:guid}/move            I---I-I--s
        GET    /book                                   ------Io-s
        GET    /book/confirm                           ------io-s
        GET    /c/{Slug}                               ----------
        GET    /c/{Slug}/code                          ----------
        GET    /c/{Slug}/details                       ----------
        GET    /c/{Slug}/done                          ----------
        GET    /calendar                               oooo--Ioos
        GET    /cancel                                 oooooooooo
        GET    /choose-clinic                          ooooooooos
        GET    /clinic                                 -----i---s
        GET    /clinic/audit                           -----i---s
        GET    /clinic/emergencies                     -----I---s
        GET    /clinic/online                          oooooo--os
        GET    /clinic/visits                          ----oo---s
        GET    /confirm-email/{Id:guid}                oooooooooo
        GET    /documents                              ------Co-s *
        GET    /documents/{Id:guid}/move               CCC------s *
        GET    /documents/{Id:guid}/view               CCC---C--s *
        GET    /earlier/offer                          oooooooooo
        GET    /entries/{EntryId:guid}                 CCC------s *
        GET    /error/{Code:int}                       ----------
        GET    /hours                                  oooooo--os
        GET    /instant                                oooo----os
        GET    /instant/{Id:guid}                      I--------s
        GET    /join                                   oooooooooo
        GET    /link-account                           ooooooooos
        GET    /my-record                              ------Co-s *
        GET    /my-record/access                       ------Io-s
        GET    /my-record/consents                     ------Io-s
        GET    /my-record/measures                     ------Co-s *
        GET    /my-record/search                       ------Io-s
        POST   /my-record/search#found                 ------Co-s *
        GET    /not-found                              ----------
        GET    /note-templates                         oooo----os
        GET    /notes/{NoteId:guid}                    CCC---C--s *
        GET    /notes/{NoteId:guid}#draft              C--------s *
        GET    /notes/{NoteId:guid}#restricted         C-C---C--s *
        GET    /notifications                          oooooIIoos
        GET    /patients                               IIIooo--os
        GET    /patients/new                           oooooo--os
        GET    /patients/{Id:guid}                     CCC-RI---s *
        GET    /patients/{Id:guid}/account             III-I----s
        GET    /patients/{Id:guid}/allergies           III------s *
        GET    /patients/{Id:guid}/colleagues          II-------s
        GET    /patients/{Id:guid}/consents            III-I----s
        GET    /patients/{Id:guid}/documents           CCC-I----s *
        GET    /patients/{Id:guid}/emergency           IIII-----s
        GET    /patients/{Id:guid}/family-history      III------s *
        GET    /patients/{Id:guid}/hold                -----I---s *
        GET    /patients/{Id:guid}/identity            III-II---s *
        GET    /patients/{Id:guid}/measures            CCC------s *
        GET    /patients/{Id:guid}/merge/{Other:guid}  ----II---s *
        GET    /patients/{Id:guid}/problems            CCC------s *
        GET    /patients/{Id:guid}/search              III------s
        POST   /patients/{Id:guid}/search#found        CCCo----os *
        GET    /patients/{Id:guid}/treatments          III------s *
        GET    /patients/{Id:guid}/unmerge             ----II---s
        GET    /patients/{Id:guid}/vaccinations        III------s *
        GET    /register                               oooooooooo
        GET    /reminders                              -----oIo-s
        GET    /search                                 oooo----os
        POST   /search#found                           CCCo----os *
        GET    /sessions                               ooooooIoos
        GET    /shared                                 oooooooooo
        GET    /shown                                  oooo----os
        GET    /shown/documents/{Id:guid}              ---------s
        GET    /sign-in                                oooooooooo
        GET    /statistics                             oooooo--os
        GET    /today                                  Ioooo---os
        GET    /visit/{participantId:guid}             ------C--- ~
        GET    /visit/{participantId:guid}#his-past    ------C--- ~
        GET    /visit/{participantId:guid}#own         C--------- *
        GET    /visit/{participantId:guid}#own-past    C--------- *
        GET    /visits/{EncounterId:guid}              I--------s *
        GET    /visits/{EncounterId:guid}#past         C--------s *
        GET    /welcome                                ooooooooos
        """;
}
