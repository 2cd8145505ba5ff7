using CareLoop.Functions.FollowUps;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Care;

/// <summary>What care tasks are made of.</summary>
internal static class CareServices
{
    public static IServiceCollection AddCare(this IServiceCollection services) => services
        .AddSingleton<CareTable>().AddSingleton<CareIndex>().AddSingleton<DueTable>().AddSingleton<CareFactsReader>().AddSingleton<CareRounds>()
        .AddSingleton<CarePlanner>().AddSingleton<CareNoticeTexts>().AddSingleton<CareViews>().AddSingleton<SurveyTokens>().AddSingleton<DailyReminders>().AddSingleton<BirthdayDuties>();
}
