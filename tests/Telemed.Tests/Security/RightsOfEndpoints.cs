namespace Telemed.Tests.Security;

/// <summary>The rows of <see cref="RightsTable"/> for endpoints: JSON, files, hubs and buttons.</summary>
internal static class RightsOfEndpoints
{
    public static string[] Lines => Table.Split('\n');

    private const string Table =
        """
                                                                           AGEDNMBPCS
        GET    /_framework/opaque-redirect                                 ooooooooos
        GET    /add/uploads/{uploadId:guid}                                ----------
        POST   /add/uploads/                                               ----------
        PATCH  /add/uploads/{uploadId:guid}                                ----------
        DELETE /add/uploads/{uploadId:guid}                                ----------
        POST   /add/uploads/{uploadId:guid}                                ----------
        POST   /agenda/unblock                                             ooooo---os
        DELETE /api/documents/{id:guid}                                    DDD------s
        PUT    /api/documents/{id:guid}/sharing                            DDD------s
        DELETE /api/documents/{id:guid}/sharing                            DDD------s
        GET    /api/encounters/{encounterId:guid}/closing/                 D--------s
        GET    /api/encounters/{encounterId:guid}/closing/#past            C--------s *
        POST   /api/encounters/{encounterId:guid}/closing/                 D--------s
        GET    /api/encounters/{encounterId:guid}/moments/                 C--------s ~
        GET    /api/encounters/{encounterId:guid}/moments/#past            C--------s *
        POST   /api/encounters/{encounterId:guid}/moments/                 D--------s
        PUT    /api/encounters/{encounterId:guid}/moments/{momentId:guid}  D--------s
        GET    /api/encounters/{encounterId:guid}/note/                    C--------s *
        GET    /api/encounters/{encounterId:guid}/note/#signed             CCC------s *
        GET    /api/encounters/{encounterId:guid}/note/#restricted         C-C------s *
        POST   /api/encounters/{encounterId:guid}/note/                    C--------s *
        PUT    /api/encounters/{encounterId:guid}/note/                    D--------s
        POST   /api/encounters/{encounterId:guid}/note/signature           D--------s
        GET    /api/encounters/{encounterId:guid}/note/templates           D--------s
        GET    /api/notifications                                          IooooIooos
        POST   /api/notifications/read                                     ooooooooos
        POST   /api/notifications/{id:guid}/read                           D--------s
        GET    /api/patients/{patientId:guid}/documents                    CCC-D-C--s *
        PUT    /api/patients/{patientId:guid}/documents                    DDD-D----s
        POST   /api/patients/{patientId:guid}/observations                 DDD---D--s
        GET    /api/patients/{patientId:guid}/uploads                      CDD-D-D--s ~
        POST   /api/patients/{patientId:guid}/phone-links                  DDD-D----s
        GET    /api/phone-links/{phoneLinkId:guid}                         D--------s
        DELETE /api/phone-links/{phoneLinkId:guid}                         D--------s
        GET    /api/uploads/{uploadId:guid}                                C--------s ~
        POST   /api/uploads/                                               ooooo-ooos
        PATCH  /api/uploads/{uploadId:guid}                                D--------s
        DELETE /api/uploads/{uploadId:guid}                                D--------s
        POST   /api/uploads/{uploadId:guid}                                D--------s
        GET    /api/waiting/                                               oooo----os
        POST   /api/waiting/messages                                       ---------s
        POST   /api/waiting/{encounterId:guid}/admission                   D--------s
        POST   /appointments/earlier/offers/{id:guid}/answer               D---D-D--s
        POST   /appointments/earlier/{id:guid}/withdraw                    ----D-D--s
        GET    /appointments/{id:guid}/calendar.ics                        D---D-D--s
        POST   /appointments/{id:guid}/moves                               D---D-D--s
        POST   /appointments/{id:guid}/times                               D---D----s
        POST   /book/hold                                                  ------oo-s
        POST   /book/leave                                                 ------oo-s
        POST   /c/{slug}/leave                                             ----------
        GET    /calendar/{token}.ics                                       ----------
        POST   /clinic/admission                                           -----o---s
        POST   /clinic/calendars                                           -----o---s
        POST   /clinic/readings                                            -----o---s
        POST   /clinic/retention                                           -----o---s
        POST   /clinic/uploads                                             -----o---s
        GET    /documents/{id:guid}                                        CCC---C--s *
        GET    /documents/{id:guid}/picture                                ---------s
        GET    /documents/{id:guid}/thumbnail                              ---------s
        POST   /documents/{id:guid}/deletion                               DDD------s
        POST   /documents/{id:guid}/moving                                 ---------s
        POST   /documents/{id:guid}/restoration                            ---------s
        POST   /documents/requests/{documentRequestId:guid}/withdrawal     DDD------s
        POST   /documents/showings/{documentShowingId:guid}/end            DDD------s
        GET    /shared/file                                                oooooooooo
        POST   /documents/share-links/{shareLinkId:guid}/revocation        DDD------s
        POST   /documents/{id:guid}/sharing                                DDD------s
        GET    /health/live                                                oooooooooo
        GET    /health/ready                                               oooooooooo
        GET    /hubs/consultation                                          oooooooooo
        GET    /hubs/consultation/negotiate                                oooooooooo
        GET    /hubs/line                                                  oooooooooo
        GET    /hubs/live                                                  oooooooooo
        GET    /hubs/live/negotiate                                        oooooooooo
        POST   /join/code                                                  oooooooooo
        POST   /join/continue                                              oooooooooo
        POST   /join/expected                                              oooooooooo
        POST   /join/redeem                                                oooooooooo
        POST   /join/renew                                                 oooooooooo
        POST   /notifications/read                                         ooooooooos
        POST   /notifications/{id:guid}/read                               D--------s
        POST   /sign-out                                                   oooooooooo
        GET    /statistics/csv                                             oooooo--os
        GET    /visit/{participantId:guid}/after                           ----------
        GET    /visit/{participantId:guid}/after#his-past                  ------D---
        PUT    /visit/{participantId:guid}/files                           ------D---
        PUT    /visit/{participantId:guid}/files#own                       D---------
        PUT    /visit/{participantId:guid}/place                           ------D---
        POST   /visit/{participantId:guid}/rating                          ----------
        POST   /visit/{participantId:guid}/rating#his-past                 ------D---
        GET    /visit/{participantId:guid}/state                           ------C--- ~
        GET    /visit/{participantId:guid}/state#his-past                  ------C--- ~
        GET    /visit/{participantId:guid}/state#own                       C--------- ~
        GET    /visit/{participantId:guid}/state#own-past                  C--------- ~
        GET    /visit/{participantId:guid}/turn                            ------D---
        PUT    /visit/{participantId:guid}/waiting                         ------D---
        """;
}
